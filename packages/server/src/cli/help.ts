import type { Command } from "./command.ts";
import { padEnd } from "./text-width.ts";

const synopsis = ({ name, positionals }: Command): string => ["entobot", name, ...positionals].join(" ");

export function helpOf(command: Command): string {
  const options = Object.entries(command.options).map(([name, { value, summary }]) => [
    `--${name}${value === undefined ? "" : ` ${value}`}`,
    summary,
  ]);
  const rows = [...options, ["--json", "print one JSON document"], ["--help", "show this"]];
  return `${synopsis(command)} [options]\n\n${command.summary}\n\n${columns(rows)}`;
}

export function overview(commands: readonly Command[]): string {
  const rows = [
    ["start", "Start the server"],
    ...commands.map((command) => [[command.name, ...command.positionals].join(" "), command.summary]),
  ];
  return `Entobot: an assistant that your company runs itself\n\nentobot COMMAND [options]\n\n${columns(rows)}
Every command takes --help, --json and --config FILE.
Exit codes: 0 done, 1 a check failed, 2 usage, 69 not available, 77 not permitted, 78 configuration.
`;
}

function columns(rows: readonly (readonly (string | undefined)[])[]): string {
  const width = Math.max(...rows.map(([left = ""]) => left.length)) + 2;
  return rows.map(([left = "", right = ""]) => `  ${padEnd(left, width)}${right}\n`).join("");
}

import { type ParseArgsConfig, parseArgs } from "node:util";
import type { Arguments, Command } from "./command.ts";
import { usage } from "./usage.ts";

const everywhere = { json: { type: "boolean" }, help: { type: "boolean", short: "h" } } as const;

/** `words`: what follows the command's name. `--config FILE` is main's and was read before. */
export function parseArguments(command: Command, words: readonly string[]): Arguments {
  const options: ParseArgsConfig["options"] = { ...everywhere, config: { type: "string" } };
  for (const [name, { type }] of Object.entries(command.options)) options[name] = { type };
  const parsed = parse(command, words, options);
  const needed = command.positionals.filter((name) => !name.startsWith("[")).length;
  if (parsed.values["help"] !== true && parsed.positionals.length < needed) {
    throw usage(`${command.positionals[parsed.positionals.length]} is missing.`);
  }
  const extra = parsed.positionals[command.positionals.length];
  if (extra !== undefined) throw usage(`"${extra}" is one word too many.`);
  return {
    positionals: command.positionals.map((_, index) => parsed.positionals[index]),
    text(option) {
      const value = parsed.values[option];
      return typeof value === "string" ? value : undefined;
    },
    flag: (option) => parsed.values[option] === true,
  };
}

function parse(command: Command, words: readonly string[], options: NonNullable<ParseArgsConfig["options"]>) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true, strict: true });
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === "ERR_PARSE_ARGS_UNKNOWN_OPTION") {
      const wrong = words.find((word) => /^--?\w/.test(word) && !(word.replace(/^--?|=.*$/g, "") in options));
      throw usage(`${wrong ?? "An option"} is not an option of "entobot ${command.name}".`);
    }
    // Node's own words about a missing value are short and name the option.
    throw usage((error as Error).message.split("\n")[0] ?? "The options are not valid.");
  }
}

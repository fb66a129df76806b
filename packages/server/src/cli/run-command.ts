import { decide } from "../access/index.ts";
import { asFailure, Failure, isFailure } from "../pure/failure.ts";
import type { Command, Context, Result } from "./command.ts";
import { commands } from "./commands.ts";
import { type ExitCode, exitCodes } from "./exit-code.ts";
import { commandsOf, findCommand, nearestCommand } from "./find-command.ts";
import { helpOf, overview } from "./help.ts";
import type { House } from "./house.ts";
import { parseArguments } from "./parse-arguments.ts";
import { findReserved } from "./reserved-names.ts";
import { usage } from "./usage.ts";
import type { World } from "./world.ts";

export const isCommand = (words: readonly string[]): boolean => findCommand(commands, words) !== undefined;

/** Runs one command line (without the program's own name) and answers the exit code. Never throws. */
export async function runCommand(words: readonly string[], world: World): Promise<ExitCode> {
  const json = words.includes("--json");
  try {
    const asksHelp =
      words.length === 0 || words[0] === "help" || words.includes("--help") || words.includes("-h");
    if (words[0] === "--version")
      return await print(world, json, { json: { version: world.version }, text: `${world.version}\n` });
    const found = findCommand(commands, words);
    if (found === undefined) {
      if (!asksHelp || (words[0] && !/^(-|help$)/.test(words[0]))) throw unknown(words);
      return await print(world, json, {
        json: { commands: commands.map(({ name }) => name) },
        text: overview(commands),
      });
    }
    if (asksHelp) {
      return await print(world, json, { json: describe(found.command), text: helpOf(found.command) });
    }
    return await run(found.command, found.rest, json, world);
  } catch (error) {
    return tell(error, json, world);
  }
}

async function run(
  command: Command,
  words: readonly string[],
  json: boolean,
  world: World,
): Promise<ExitCode> {
  let opened: Promise<House> | undefined;
  const context: Context = {
    world,
    arguments: parseArguments(command, words),
    json,
    house() {
      opened ??= world.openHouse().then(async (house) => {
        await admit(command, house);
        return house;
      });
      return opened;
    },
  };
  try {
    const result = await command.run(context);
    return result === undefined ? 0 : await print(world, json, result);
  } finally {
    const house = await opened?.catch(() => undefined);
    await house?.close();
  }
}

/** Decides and records before the command reads or changes anything. The name says what; arguments stay out of the record. */
async function admit({ name, access, worksWithoutRecord }: Command, house: House): Promise<void> {
  try {
    const call = house.call();
    const allowed = access === "home" || (access !== "anyone" && decide(call.principal, access));
    const draft = { event: "command_run", details: { command: name } } as const;
    try {
      await house.audit.noted(call, { ...draft, outcome: allowed ? "success" : "denied" });
    } catch (error) {
      if (!(worksWithoutRecord && isFailure(error, "record_unavailable"))) throw error;
    }
    if (!allowed) throw new Failure("access_denied");
  } catch (error) {
    await house.close();
    throw error;
  }
}

async function print(world: World, json: boolean, result: Result): Promise<ExitCode> {
  await world.io.write(json ? `${JSON.stringify(result.json, null, 2)}\n` : result.text);
  return result.exit ?? 0;
}

function tell(error: unknown, json: boolean, world: World): ExitCode {
  // The reader of a pipe that has read enough is no error of ours.
  if ((error as { code?: unknown }).code === "EPIPE") return 0;
  const failure = asFailure(error);
  if (failure.code === "internal") world.reportInternal(error);
  const { code, text, issues } = failure;
  if (json) {
    world.io.complain(`${JSON.stringify({ code, message: text, ...(issues ? { issues } : {}) })}\n`);
  } else {
    const details = (issues ?? []).map(({ path, message }) => `  ${path}: ${message}\n`).join("");
    world.io.complain(`entobot: ${text}\n${details}`);
  }
  return exitCodes[code];
}

function unknown(words: readonly string[]): Failure {
  const typed = words.filter((word) => !word.startsWith("-")).slice(0, 2);
  const reserved = findReserved(typed);
  if (reserved !== undefined) {
    return usage(`"entobot ${reserved}" is not in this version. entobot --help lists what is.`);
  }
  const inner = commandsOf(commands, typed[0]);
  const near = nearestCommand(commands, typed);
  const advice =
    inner.length > 0 && typed.length === 1
      ? `Say which: ${inner.map(({ name }) => name).join(", ")}.`
      : near !== undefined
        ? `Did you mean "entobot ${near}"?`
        : "entobot --help lists the commands.";
  return usage(`There is no command "${typed.join(" ")}". ${advice}`);
}

function describe({ name, summary, positionals, options }: Command): object {
  return { name, summary, positionals, options };
}

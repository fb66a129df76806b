import { exitCodes } from "./cli/exit-code.ts";
import {
  type ConfigurationSources,
  environmentSnapshot,
  gatherConfigurationSources,
  interpret,
} from "./config/index.ts";
import { handoverVariable, takeHandover } from "./host/handover.ts";
import { homeFolder, systemHome } from "./host/home.ts";
import { becomeSystemUser } from "./host/run-as.ts";
import { openTerminal } from "./log/index.ts";
import { entryFile, runtimeParts } from "./program.ts";
import { asFailure } from "./pure/failure.ts";
import type { EarlyEvent } from "./serve.ts";

/** What root hands to the process of the system user (host/handover.ts). */
interface Handover {
  readonly sources: ConfigurationSources;
  readonly earlyEvents: readonly EarlyEvent[];
}

const parentVariable = "ENTOBOT_PARENT";

/** Nothing that this process or its children make is anybody else's to read. */
process.umask(0o077);

const { [parentVariable]: parent, [handoverVariable]: handoverMark, ...environment } = environmentSnapshot();
const terminal = openTerminal({ level: "info", plain: Boolean(environment["NO_COLOR"]) });
const arguments_ = process.argv.slice(2);
const asksHelp = arguments_.some((word) => word === "--help" || word === "-h");

async function main(): Promise<number> {
  if (process.getuid?.() === 0 && (await needsHome(arguments_))) await dropToSystemUser();
  return arguments_[0] === "start" && !asksHelp ? start() : command();
}

async function start(): Promise<number> {
  const { sources, earlyEvents } = await readSources();
  const configuration = interpret(sources);
  const { serve } = await import("./serve.ts");
  const { composeStart } = await import("./start.ts");
  const { assertCertificates } = await import("./compose/certificates.ts");
  await assertCertificates(configuration.settings);
  const { log, words } = terminal;
  const follow = parent ? Number(parent) : undefined;
  const compose = composeStart({ readConfiguration: async () => interpret(await gather()) });
  await serve({ configuration, log, words, earlyEvents, compose, follow });
  return 0;
}

async function command(): Promise<number> {
  const { runCommand } = await import("./cli/run-command.ts");
  const { openCommandWorld } = await import("./command-world.ts");
  const quiet = openTerminal({ level: "warn", plain: true });
  const world = openCommandWorld({
    ...{ environment, home: homeOf(), log: quiet.log },
    sources: async () => (await readSources()).sources,
  });
  try {
    return await runCommand(asksHelp && arguments_[0] === "start" ? ["--help"] : arguments_, world);
  } finally {
    world.release();
  }
}

/** What opens nothing of the server's is root's own to run, and so is what is no command at all. */
async function needsHome(words: readonly string[]): Promise<boolean> {
  const [first, second] = words;
  if (first === undefined || asksHelp || /^-|^(help|status|harden)$/.test(first)) return false;
  if (first === "start") return true;
  const { isCommand } = await import("./cli/run-command.ts");
  return isCommand(words) && `${first} ${second}` !== "config check";
}

async function dropToSystemUser(): Promise<never> {
  return becomeSystemUser({
    environment: { ...environment, ...(parent ? { [parentVariable]: parent } : {}) },
    arguments: arguments_,
    entry: entryFile,
    parts: runtimeParts,
    announce: terminal.words.say,
    handOver: async ({ home, user }) => {
      const sources = await gatherConfigurationSources({ file: configFile(), environment, home });
      const details = { name: user.name, uid: user.uid };
      const earlyEvents = user.created ? [{ event: "system_user_created", details }] : [];
      return JSON.stringify({ sources, earlyEvents });
    },
  });
}

let taken: Handover | undefined;

/** Read once: what root handed over cannot be read again. */
async function readSources(): Promise<Handover> {
  const handed = taken ? undefined : takeHandover({ [handoverVariable]: handoverMark });
  taken ??=
    handed === undefined ? { sources: await gather(), earlyEvents: [] } : (JSON.parse(handed) as Handover);
  return taken;
}

/** Root's home is the system user's, also for what needs no other rights. */
function homeOf(): string {
  const explicit = environment["ENTOBOT_HOME"];
  return process.getuid?.() === 0 && !explicit ? systemHome : homeFolder(explicit, environment["HOME"]);
}

const gather = () => gatherConfigurationSources({ file: configFile(), environment, home: homeOf() });

function configFile(): string | undefined {
  const at = arguments_.indexOf("--config");
  return at < 0 ? undefined : arguments_[at + 1];
}

try {
  process.exitCode = await main();
} catch (error) {
  const failure = asFailure(error);
  if (failure.code === "internal") {
    terminal.log.error("Entobot ended", {}, error);
    terminal.words.warn("Entobot could not go on. The line above says where; please report it.");
  } else terminal.words.warn(...failure.text.split("\n"));
  process.exitCode = exitCodes[failure.code];
}

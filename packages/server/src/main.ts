import {
  type ConfigurationSources,
  environmentSnapshot,
  gatherConfigurationSources,
  interpret,
} from "./config/index.ts";
import { handoverVariable, takeHandover } from "./host/handover.ts";
import { homeFolder } from "./host/home.ts";
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

async function main(): Promise<number> {
  if (process.getuid?.() === 0) await dropToSystemUser();
  const { sources, earlyEvents } = await readSources();
  const configuration = interpret(sources);
  const { serve } = await import("./serve.ts");
  const { log, words } = terminal;
  const compose = async () => ({ close: async () => {}, reload: async () => {} });
  await serve({
    configuration,
    log,
    words,
    earlyEvents,
    compose,
    follow: parent ? Number(parent) : undefined,
  });
  return 0;
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

async function readSources(): Promise<Handover> {
  const handed = takeHandover({ [handoverVariable]: handoverMark });
  if (handed !== undefined) return JSON.parse(handed) as Handover;
  const home = homeFolder(environment["ENTOBOT_HOME"], environment["HOME"]);
  return {
    sources: await gatherConfigurationSources({ file: configFile(), environment, home }),
    earlyEvents: [],
  };
}

function configFile(): string | undefined {
  const at = arguments_.indexOf("--config");
  return at < 0 ? undefined : arguments_[at + 1];
}

/** sysexits.h: what service managers and scripts tell apart. */
function exitCode(error: unknown): number {
  const { code } = asFailure(error);
  if (code === "configuration") return 78;
  return code === "access_denied" ? 77 : 69;
}

try {
  process.exitCode = await main();
} catch (error) {
  const failure = asFailure(error);
  if (failure.code === "internal") {
    terminal.log.error("Entobot ended", {}, error);
    terminal.words.warn("Entobot could not go on. The line above says where; please report it.");
  } else terminal.words.warn(...failure.text.split("\n"));
  process.exitCode = exitCode(error);
}

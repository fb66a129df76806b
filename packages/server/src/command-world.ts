import { hostname } from "node:os";
import { join } from "node:path";
import type { House } from "./cli/house.ts";
import { processIo } from "./cli/process-io.ts";
import type { World } from "./cli/world.ts";
import { addressesOf, configuredPorts } from "./compose/addresses.ts";
import { composeHouse } from "./compose/house.ts";
import { LiveConfiguration } from "./compose/live-configuration.ts";
import {
  type Configuration,
  type ConfigurationSources,
  checkConfiguration,
  interpret,
} from "./config/index.ts";
import { prepareHome, systemHome } from "./host/home.ts";
import type { Log } from "./log/index.ts";
import { factsFrom, isItsOwnAnchor } from "./operations/index.ts";
import { installation } from "./program.ts";
import { version } from "./pure/version.ts";
import { externalDatabase } from "./serve.ts";
import { joinHomeDatabase } from "./store/home-database.ts";
import { migrate } from "./store/migrate.ts";

export interface CommandWorldOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** Read at first need: `config check` and `--help` open nothing. */
  readonly sources: () => Promise<ConfigurationSources>;
  readonly log: Log;
}

/** Everything a command can reach, in this process. `release` gives the terminal back. */
export function openCommandWorld(options: CommandWorldOptions): World & { release(): void } {
  const { environment, log } = options;
  const io = processIo({ plain: Boolean(environment["NO_COLOR"]) || environment["TERM"] === "dumb" });
  const readConfiguration = async (): Promise<Configuration> => interpret(await options.sources());
  const addresses = async () => {
    const { settings } = await readConfiguration();
    return addressesOf(settings, configuredPorts(settings));
  };

  async function join_() {
    const configuration = await readConfiguration();
    const home = prepareHome(configuration.settings.home);
    const database = await joinHomeDatabase({ home, external: externalDatabase(configuration), log });
    return { configuration, home, database };
  }

  return {
    io,
    version,
    now: Date.now,
    addresses,
    async openHouse(): Promise<House> {
      const { configuration, home, database } = await join_();
      const reached = await addresses();
      const house = await composeHouse({
        ...{ configuration: new LiveConfiguration(configuration), home, appUrl: database.appUrl, log },
        addresses: () => reached,
        // The running server writes the file; without one, this process is the one that chains and writes.
        writesAuditFile: !database.serving,
      }).catch(async (error) => {
        await database.close();
        throw error;
      });
      const uid = process.getuid?.() ?? 0;
      return {
        ...{ identity: house.identity, audit: house.audit, lockouts: house.lockouts, alerts: house.alerts },
        addresses: reached,
        call: () => house.call({ kind: "operator", uid } as const, "cli"),
        async close() {
          await house.close();
          await database.close();
        },
      };
    },
    async migrate() {
      const { database } = await join_();
      try {
        return await migrate(database.ownerUrl, { appUrl: database.appUrl });
      } finally {
        await database.close();
      }
    },
    async hardening() {
      const sources = await options.sources();
      const configuration = interpret(sources);
      const chain = configuration.settings.certificate?.chain;
      return factsFrom({
        ...{ sources, configuration, program: installation() },
        certificateIsAnchor: await isItsOwnAnchor(chain),
      });
    },
    checkConfiguration: (file) =>
      checkConfiguration({ ...(file ? { file } : {}), environment, home: options.home }),
    deviceFolder: deviceFolder(environment, options.home),
    reportInternal: (error) => log.error("the command failed", {}, error),
    hostName: hostname(),
    release: () => io.release(),
  };
}

/** Of the person at the keyboard. Where root became the system user there is none: that user's terminal is the home's. */
function deviceFolder(environment: CommandWorldOptions["environment"], home: string): string {
  const { HOME: own, XDG_CONFIG_HOME: chosen } = environment;
  if (chosen) return join(chosen, "entobot");
  return !own || own === systemHome ? join(home, "terminal") : join(own, ".config", "entobot");
}

import type { Configuration } from "./config/index.ts";
import { type Home, prepareHome } from "./host/home.ts";
import { listenToSignals, rememberTerminal } from "./host/stop-signals.ts";
import type { Log, Words } from "./log/index.ts";
import { Failure } from "./pure/failure.ts";
import { type HomeDatabase, openHomeDatabase } from "./store/home-database.ts";

/** What happened before there was a record to write it into. */
export interface EarlyEvent {
  readonly event: "system_user_created";
  readonly details: Readonly<Record<string, string | number>>;
}

/** Everything below the domains, ready. `compose` builds the house on it. */
export interface Ground {
  readonly configuration: Configuration;
  readonly home: Home;
  readonly database: HomeDatabase;
  readonly log: Log;
  readonly words: Words;
  readonly earlyEvents: readonly EarlyEvent[];
}

export interface Server {
  /** Takes nothing new, lets what runs end, closes last-in-first-out. `why` goes into the record. */
  close(why: string): Promise<void>;
  /** SIGHUP: reads the configuration again. */
  reload(): Promise<void>;
}

export type Compose = (ground: Ground) => Promise<Server>;

export interface ServeOptions extends Pick<Ground, "configuration" | "log" | "words" | "earlyEvents"> {
  readonly compose: Compose;
  /** The process whose end is ours too (host/stop-signals.ts). */
  readonly follow: number | undefined;
}

const drainMs = 10_000;

/** `entobot start`: from the configuration to the last closed file. Resolves when the server has stopped in order. */
export async function serve(options: ServeOptions): Promise<void> {
  const { configuration, log, words, earlyEvents, compose, follow } = options;
  configuration.assertServable();
  const home = prepareHome(configuration.settings.home);
  const stop = Promise.withResolvers<string>();
  const hurry = Promise.withResolvers<void>();
  let reload = async () => {};
  rememberTerminal();
  const forget = listenToSignals(
    {
      stop: stop.resolve,
      hurry: hurry.resolve,
      reload: () =>
        void reload().then(
          () => log.info("The configuration was read again"),
          (error) => log.error("The configuration was not read again", {}, error),
        ),
    },
    follow,
  );
  try {
    const database = await openHomeDatabase({ home, external: externalDatabase(configuration), log });
    try {
      const server = await compose({ configuration, home, database, log, words, earlyEvents });
      reload = server.reload;
      database.announce();
      const why = await Promise.race([stop.promise, database.lost.then(() => "the database was lost")]);
      log.info("Stopping", { why });
      const drained = await Promise.race([server.close(why).then(() => true), deadline(hurry.promise)]);
      if (!drained) log.warn("Not everything ended in time; the rest is closed now");
      if (why === "the database was lost") throw new Failure("database_unavailable");
    } finally {
      await database.close();
    }
  } finally {
    forget();
  }
}

/** The company's own PostgreSQL, or null for the home's. */
export function externalDatabase({ secrets }: Configuration): { url: string; migrationUrl: string } | null {
  const url = secrets.databaseUrl?.reveal();
  return url === undefined ? null : { url, migrationUrl: secrets.migrationUrl?.reveal() ?? url };
}

/** False after the longest drain, or at once when the operator is in a hurry. */
function deadline(hurry: Promise<void>): Promise<false> {
  const timeout = new Promise<false>((resolve) => {
    setTimeout(() => resolve(false), drainMs).unref();
  });
  return Promise.race([timeout, hurry.then(() => false as const)]);
}

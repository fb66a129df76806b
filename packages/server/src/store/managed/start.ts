import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Home } from "../../host/home.ts";
import type { Log } from "../../log/log.ts";
import { initialise } from "./initialise.ts";
import { libraryPath } from "./library-links.ts";
import { findBinaries } from "./location.ts";
import { stopLeftBehind } from "./postmaster.ts";
import { urlsFor } from "./roles.ts";
import { makeSocketFolder } from "./socket-folder.ts";
import { type RunningPostgres, spawnPostgres } from "./spawn-postgres.ts";

export interface ManagedDatabase {
  readonly appUrl: string;
  readonly ownerUrl: string;
  readonly socketFolder: string;
  /** True when this start made the data folder. */
  readonly fresh: boolean;
  /** Resolves when it ended by itself and could not be started again. */
  readonly lost: Promise<void>;
  stop(): Promise<void>;
}

export interface ManagedDatabaseOptions {
  readonly home: Home;
  readonly log: Log;
}

/** How often a server that died by itself is started again within a minute, before we leave it at that. */
const restartsPerMinute = 5;
const stopPatienceMs = 10_000;

/** Runs the private PostgreSQL of this home. The caller holds the home's lock. */
export async function startManagedDatabase({ home, log }: ManagedDatabaseOptions): Promise<ManagedDatabase> {
  const binaries = findBinaries();
  const libraries = libraryPath(binaries.folder, join(home.run, "lib"));
  // Nothing of our environment: a locale, PGDATA or LD_PRELOAD of whoever starts us must not matter.
  const environment = libraries ? { LD_LIBRARY_PATH: libraries } : {};
  if ((await stopLeftBehind(home.database)) === "stopped") {
    log.warn("Stopped the database that a killed server had left running");
  }
  const fresh = await initialise(binaries, home.database, environment);
  const socket = makeSocketFolder(home.run);
  if (socket.elsewhere) {
    log.warn("The home's path is too long for a socket; the database's socket is elsewhere", {
      folder: socket.path,
    });
  }
  const spawnOptions = {
    binaries,
    environment,
    data: home.database,
    socketFolder: socket.path,
    logFile: join(home.logs, "database.log"),
  };
  let stopping = false;
  let running: RunningPostgres | undefined = await spawnPostgres(spawnOptions);
  const lost = Promise.withResolvers<void>();
  const watching = keepRunning().finally(() => {
    if (!stopping) lost.resolve();
  });

  async function keepRunning(): Promise<void> {
    let recent: number[] = [];
    while (running) {
      await running.ended;
      running = undefined;
      if (stopping) return;
      const now = performance.now();
      recent = [...recent.filter((at) => now - at < 60_000), now];
      log.error("The database ended by itself", { restarts: recent.length - 1 });
      if (recent.length > restartsPerMinute) return;
      // Its children may need a moment to notice; until they are gone a new server is refused.
      for (let attempt = 0; attempt < 20 && !stopping && !running; attempt++) {
        running = await spawnPostgres(spawnOptions).catch(() => undefined);
        if (!running) await sleep(250);
      }
      if (stopping) running?.signal("SIGINT");
      else if (running) log.info("The database is running again");
    }
  }

  return {
    ...urlsFor(socket.path),
    socketFolder: socket.path,
    fresh,
    lost: lost.promise,
    async stop() {
      stopping = true;
      running?.signal("SIGINT");
      const patience = setTimeout(() => running?.signal("SIGQUIT"), stopPatienceMs);
      await watching;
      clearTimeout(patience);
      socket.remove();
    },
  };
}

import type { Home } from "../host/home.ts";
import { takeOrJoin, takeServerLock } from "../host/home-lock.ts";
import type { Log } from "../log/log.ts";
import type { Protection } from "./grants.ts";
import { startManagedDatabase, urlsFor } from "./managed/index.ts";
import { migrate } from "./migrate.ts";

/** A database of the company's own. Without one the home's managed server is used. */
export interface ExternalDatabase {
  readonly url: string;
  /** The owner role's; the same as `url` when both roles are one. */
  readonly migrationUrl: string;
}

export interface HomeDatabaseOptions {
  readonly home: Home;
  readonly external: ExternalDatabase | null;
  readonly log: Log;
}

/** A migrated database, ready to be served from. */
export interface HomeDatabase {
  readonly kind: "embedded" | "external";
  readonly appUrl: string;
  readonly ownerUrl: string;
  readonly version: string;
  readonly protection: Protection;
  /** Migrations that this start applied. */
  readonly applied: readonly string[];
  /** True when this start made it. */
  readonly fresh: boolean;
  /** Resolves when the managed server ended and could not be started again. */
  readonly lost: Promise<void>;
  /** Lets commands join. Called when the server serves. */
  announce(): void;
  close(): Promise<void>;
}

/** What a command works with. `serving` tells whether a server is running on it. */
export interface JoinedDatabase {
  readonly appUrl: string;
  readonly ownerUrl: string;
  readonly serving: boolean;
  close(): Promise<void>;
}

/** `start`: the home's lock for the whole life of the server, then the database, then its schema. */
export async function openHomeDatabase(options: HomeDatabaseOptions): Promise<HomeDatabase> {
  const lock = await takeServerLock(options.home.folder);
  return openUnderLock(options, lock).catch((error) => {
    lock.release();
    throw error;
  });
}

/** A command: the running server's database, or the same start under the same lock, ended by `close`. */
export async function joinHomeDatabase(options: HomeDatabaseOptions): Promise<JoinedDatabase> {
  const found = await takeOrJoin(options.home.folder);
  if (found.kind === "join") {
    const { socketFolder } = found.ready;
    const urls = options.external
      ? { appUrl: options.external.url, ownerUrl: options.external.migrationUrl }
      : urlsFor(socketFolder ?? options.home.run);
    return { ...urls, serving: true, close: async () => {} };
  }
  const { appUrl, ownerUrl, close } = await openUnderLock(options, found).catch((error) => {
    found.release();
    throw error;
  });
  return { appUrl, ownerUrl, serving: false, close };
}

interface Lock {
  announce(ready: { socketFolder: string | null }): void;
  release(): void;
}

async function openUnderLock(
  { home, external, log }: HomeDatabaseOptions,
  lock: Lock,
): Promise<HomeDatabase> {
  const managed = external ? null : await startManagedDatabase({ home, log });
  const appUrl = external?.url ?? (managed?.appUrl as string);
  const ownerUrl = external?.migrationUrl ?? (managed?.ownerUrl as string);
  try {
    const migrated = await migrate(ownerUrl, { appUrl });
    return {
      ...{ kind: external ? "external" : "embedded", appUrl, ownerUrl, ...migrated },
      fresh: managed?.fresh ?? false,
      lost: managed?.lost ?? new Promise(() => {}),
      announce: () => lock.announce({ socketFolder: managed?.socketFolder ?? null }),
      async close() {
        await managed?.stop();
        lock.release();
      },
    };
  } catch (error) {
    await managed?.stop();
    throw error;
  }
}

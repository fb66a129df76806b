import type { Log } from "../log/log.ts";
import type { Database, ReservedConnection } from "../store/database.ts";
import { sql } from "../store/queryable.ts";
import type { Head } from "./chain.ts";

/** "ento", and the first of its locks. */
const lockKeys = [0x656e746f, 1] as const;
export const wakeChannel = "entobot_audit";

/** A connection that broke is usually only one connection. */
const reconnectMs = 20;

/** The right to chain: the lock lives and dies with its connection, and every chained batch runs on that connection. */
export interface Lead {
  readonly connection: ReservedConnection;
  /** null: unknown, read it before the next batch. */
  head: Head | null;
}

export interface Leadership {
  current(): Lead | null;
  /** True while the database answers, as leader or not. */
  connected(): boolean;
  /** Gives up a connection that does not answer. */
  drop(lead: Lead): void;
  stop(): Promise<void>;
}

export interface LeadershipDeps {
  readonly database: Database;
  readonly log: Log;
  /** This process chains from now on. */
  readonly gained: () => void;
  /** Another process committed events. */
  readonly woken: () => void;
  readonly retryMs?: number;
}

/** One sealer per database, whichever process it lives in. Throws when the database cannot be reached at the start. */
export async function createLeadership(deps: LeadershipDeps): Promise<Leadership> {
  const retryMs = deps.retryMs ?? 200;
  let connection: ReservedConnection | null = null;
  let lead: Lead | null = null;
  let failures = 0;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  function lost(): void {
    connection = null;
    lead = null;
    if (stopped) return;
    deps.log.warn("the record lost its connection to the database; connecting again");
    later(reconnectMs);
  }

  function later(wait = Math.min(retryMs * 2 ** Math.min(failures, 4), 2_000)): void {
    clearTimeout(timer);
    timer = setTimeout(() => void campaign().catch(() => {}), wait);
  }

  async function campaign(): Promise<void> {
    if (stopped) return;
    try {
      connection ??= await deps.database.reserve(lost);
      const mine = connection;
      const rows = await mine.query<{ got: boolean }>(
        sql`select pg_try_advisory_lock(${lockKeys[0]}, ${lockKeys[1]}) as got`,
      );
      failures = 0;
      if (!rows[0]?.got) return later();
      mine.onNotification((channel) => {
        if (channel === wakeChannel) deps.woken();
      });
      await mine.query({ text: `listen ${wakeChannel}`, values: [] });
      if (stopped || connection !== mine) return;
      lead = { connection: mine, head: null };
      deps.gained();
    } catch (error) {
      failures++;
      later();
      throw error;
    }
  }

  await campaign().catch(async (error) => {
    stopped = true;
    clearTimeout(timer);
    await connection?.release();
    throw error;
  });

  return {
    current: () => lead,
    connected: () => connection !== null,
    drop(given) {
      if (given !== lead) return;
      void given.connection.release();
      lost();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      const mine = connection;
      const leading = lead !== null;
      lead = null;
      connection = null;
      // Said aloud: the next leader need not wait until the database notices that we are gone.
      if (leading) await mine?.query(sql`select pg_advisory_unlock_all()`).catch(() => {});
      await mine?.release();
    },
  };
}

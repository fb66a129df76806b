import type { Log } from "../log/index.ts";
import { isFailure } from "../pure/failure.ts";
import type { Database, ReservedConnection } from "./database.ts";
import { sql } from "./queryable.ts";

export interface Signals {
  /** Nothing that other processes did can have been missed. */
  trusted(): boolean;
  /** Once a second: proves that the connection still answers, or makes a new one. Never throws. */
  beat(): Promise<void>;
  stop(): Promise<void>;
}

const answerWithinMs = 2_000;

/**
 * Hears what other processes say on one channel (NOTIFY), on a connection of its own. While it is down anything may
 * have been missed; `onResync` says that it is back.
 */
export async function openSignals(deps: {
  database: Database;
  log: Log;
  /** A plain lower-case name. */
  channel: string;
  /** For the log when the connection is lost. */
  lostWords: string;
  onSignal: (payload: string) => void;
  onLost: () => void;
  onResync: () => void;
}): Promise<Signals> {
  let connection: ReservedConnection | undefined;
  let stopped = false;

  function lose(lost: ReservedConnection | undefined): void {
    if (lost !== connection || stopped) return;
    connection = undefined;
    deps.log.warn(deps.lostWords);
    deps.onLost();
  }

  async function connect(): Promise<void> {
    let opened: ReservedConnection | undefined;
    try {
      opened = await deps.database.reserve(() => lose(opened));
      opened.onNotification((channel, payload) => {
        if (channel === deps.channel) deps.onSignal(payload);
      });
      await opened.query({ text: `listen ${deps.channel}`, values: [] });
      if (stopped) return void (await opened.release());
      connection = opened;
      deps.onResync();
    } catch (error) {
      void opened?.release();
      if (!isFailure(error, "database_unavailable")) deps.log.error("cannot listen", {}, error);
    }
  }

  await connect();
  return {
    trusted: () => connection !== undefined,
    async beat() {
      if (stopped) return;
      if (connection === undefined) return connect();
      const asked = connection;
      if (await answers(asked)) return;
      lose(asked);
      void asked.release();
    },
    async stop() {
      stopped = true;
      await connection?.release();
    },
  };
}

/** A link that is cut in the middle swallows questions without an error: silence counts as no. */
async function answers(connection: ReservedConnection): Promise<boolean> {
  const { promise: silence, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), answerWithinMs);
  const answer = connection.query(sql`select 1`).then(
    () => true,
    () => false,
  );
  const heard = await Promise.race([answer, silence]);
  clearTimeout(timer);
  return heard;
}

import type { Log } from "../log/index.ts";
import { isFailure } from "../pure/failure.ts";
import type { Database, ReservedConnection } from "../store/database.ts";
import { sql } from "../store/queryable.ts";

export interface SessionSignals {
  /** Nothing that other processes did can have been missed. */
  trusted(): boolean;
  /** Once a second: proves that the connection still answers, or makes a new one. Never throws. */
  beat(): Promise<void>;
  stop(): Promise<void>;
}

const answerWithinMs = 2_000;

/**
 * Hears about ended sessions and changed people on a connection of its own. While it is down nothing in memory is
 * believed; when it is back, `onResync` says that anything may have happened.
 */
export async function openSessionSignals(deps: {
  database: Database;
  log: Log;
  onSignal: (id: string) => void;
  onLost: () => void;
  onResync: () => void;
}): Promise<SessionSignals> {
  let connection: ReservedConnection | undefined;
  let stopped = false;

  function lose(lost: ReservedConnection | undefined): void {
    if (lost !== connection || stopped) return;
    connection = undefined;
    deps.log.warn("the connection that announces ended sessions is lost; every check asks the database");
    deps.onLost();
  }

  async function connect(): Promise<void> {
    let opened: ReservedConnection | undefined;
    try {
      opened = await deps.database.reserve(() => lose(opened));
      opened.onNotification((channel, id) => {
        if (channel === "entobot_sessions") deps.onSignal(id);
      });
      await opened.query({ text: "listen entobot_sessions", values: [] });
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

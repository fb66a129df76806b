import type { PersonId, SessionId } from "@entobot/contract/ids";
import type { Log } from "../log/index.ts";
import type { Clock } from "../pure/clock.ts";
import type { Database } from "../store/database.ts";
import { openSignals } from "../store/signals.ts";
import type { EndReason } from "./identity.ts";
import { seenEveryMs } from "./lifetimes.ts";
import { findEnd } from "./session-rules.ts";
import { findSessions, type SessionRow, writeSeen } from "./session-store.ts";

/** A session as found: live, ended for a reason, or never there. */
export type Found =
  | { readonly kind: "live"; readonly session: SessionRow }
  | { readonly kind: "ended"; readonly reason: EndReason }
  | { readonly kind: "unknown" };

export interface LiveSessions {
  /** From memory while that can be believed, else from the database; throws when neither answers. Counts as use. */
  find(id: SessionId): Promise<Found>;
  watch(id: SessionId, ended: (reason: EndReason) => void): () => void;
  isWatched(id: SessionId): boolean;
  /** Something about these sessions or people was committed: forget them, and end what is watched. Never throws. */
  changed(ids: readonly (SessionId | PersonId)[]): Promise<void>;
  stop(): Promise<void>;
}

interface Entry {
  readonly row: SessionRow;
  seenWritten: number;
}

const capacity = 50_000;
const beatMs = 1_000;

export async function openLiveSessions(deps: {
  database: Database;
  clock: Clock;
  log: Log;
}): Promise<LiveSessions> {
  const { database, clock } = deps;
  const entries = new Map<SessionId, Entry>();
  const watchers = new Map<SessionId, Set<(reason: EndReason) => void>>();
  /** Watched sessions about which something was said that has not been looked at yet. */
  const doubtful = new Set<SessionId>();
  let seen = new Map<SessionId, number>();
  /** Counts what was said. A row read before something was said is never kept: it may be older than that. */
  let heard = 0;

  function forget(id: string): void {
    heard++;
    if (!id.startsWith("usr_")) {
      entries.delete(id as SessionId);
      if (watchers.has(id as SessionId)) doubtful.add(id as SessionId);
      return;
    }
    for (const [sessionId, { row }] of entries) {
      if (row.person_id === id) entries.delete(sessionId);
    }
    // Whose the other watched sessions are is not in memory: a person changes seldom, so all are looked at.
    for (const sessionId of watchers.keys()) if (!entries.has(sessionId)) doubtful.add(sessionId);
  }

  function forgetAll(): void {
    heard++;
    entries.clear();
    for (const id of watchers.keys()) doubtful.add(id);
  }

  const signals = await openSignals({
    database,
    log: deps.log,
    channel: "entobot_sessions",
    lostWords: "the connection that announces ended sessions is lost; every check asks the database",
    onSignal(id) {
      forget(id);
      void lookAgain();
    },
    onLost: forgetAll,
    onResync: forgetAll,
  });

  async function read(ids: readonly SessionId[]): Promise<Map<SessionId, SessionRow>> {
    const before = heard;
    const rows = await findSessions(database, ids);
    if (signals.trusted() && before === heard) for (const row of rows) keep(row);
    return new Map(rows.map((row) => [row.id, row]));
  }

  function keep(row: SessionRow): void {
    entries.delete(row.id);
    entries.set(row.id, { row, seenWritten: row.last_seen_at });
    if (entries.size <= capacity) return;
    const [oldest] = entries.keys();
    if (oldest) entries.delete(oldest);
  }

  function judge(row: SessionRow | undefined): Found {
    if (!row) return { kind: "unknown" };
    const now = clock();
    const reason = findEnd(row, now);
    if (reason) return { kind: "ended", reason };
    const entry = entries.get(row.id);
    const written = entry?.seenWritten ?? row.last_seen_at;
    row.last_seen_at = Math.max(row.last_seen_at, now);
    if (now - written >= seenEveryMs) {
      seen.set(row.id, now);
      if (entry) entry.seenWritten = now;
    }
    return { kind: "live", session: row };
  }

  function tell(id: SessionId, reason: EndReason): void {
    const told = watchers.get(id);
    watchers.delete(id);
    doubtful.delete(id);
    for (const ended of told ?? []) {
      try {
        ended(reason);
      } catch (error) {
        deps.log.error("a watcher of a session failed", {}, error);
      }
    }
  }

  let looking: Promise<void> | undefined;
  /** One look at a time; what becomes doubtful meanwhile gets its own. */
  async function lookAgain(): Promise<void> {
    while (looking) await looking;
    if (doubtful.size === 0) return;
    looking = look([...doubtful]).finally(() => {
      looking = undefined;
    });
    return looking;
  }

  async function look(ids: readonly SessionId[]): Promise<void> {
    for (const id of ids) doubtful.delete(id);
    try {
      const rows = await read(ids);
      for (const id of ids) {
        const row = rows.get(id);
        const reason = row ? findEnd(row, clock()) : "revoked";
        if (reason) tell(id, reason);
      }
    } catch {
      // The next beat tries again; until then every frame of theirs asks the database and fails closed.
      for (const id of ids) if (watchers.has(id)) doubtful.add(id);
    }
  }

  function expire(): void {
    const now = clock();
    for (const id of watchers.keys()) {
      const row = entries.get(id)?.row;
      const reason = row && findEnd(row, now);
      if (reason) tell(id, reason);
      else if (!row || !signals.trusted()) doubtful.add(id);
    }
  }

  async function flushSeen(): Promise<void> {
    if (seen.size === 0) return;
    const batch = seen;
    seen = new Map();
    await writeSeen(database, batch).catch(() => {
      for (const [id, at] of batch) if (!seen.has(id)) seen.set(id, at);
    });
  }

  let beating: Promise<void> = Promise.resolve();
  let idle = true;
  const timer = setInterval(() => {
    if (!idle) return;
    idle = false;
    beating = beat().finally(() => {
      idle = true;
    });
  }, beatMs);
  timer.unref();

  async function beat(): Promise<void> {
    expire();
    await Promise.all([signals.beat(), lookAgain(), flushSeen()]);
  }

  return {
    async find(id) {
      const known = signals.trusted() ? entries.get(id)?.row : undefined;
      return judge(known ?? (await read([id])).get(id));
    },
    watch(id, ended) {
      const told = watchers.get(id) ?? new Set();
      told.add(ended);
      watchers.set(id, told);
      if (!signals.trusted() || !entries.has(id)) {
        doubtful.add(id);
        void lookAgain();
      }
      return () => {
        told.delete(ended);
        if (told.size === 0 && watchers.get(id) === told) watchers.delete(id);
      };
    },
    isWatched: (id) => watchers.has(id),
    async changed(ids) {
      for (const id of ids) forget(id);
      await lookAgain();
    },
    async stop() {
      clearInterval(timer);
      await beating;
      await flushSeen();
      await signals.stop();
    },
  };
}

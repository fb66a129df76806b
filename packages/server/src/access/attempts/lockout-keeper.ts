import type { Clock } from "../../pure/clock.ts";
import type { Database } from "../../store/database.ts";
import { type HashKey, hexOf } from "../limits/hash-key.ts";
import type { Tally } from "../limits/tally.ts";
import { isLocked, remembered } from "./lock-rules.ts";
import {
  type LockoutKind,
  type LockoutRow,
  readReleases,
  readRemembered,
  sweepLockouts,
  writeLockouts,
} from "./lockout-store.ts";

export interface LockoutKeeper {
  /** Gives a new tally the last lock of its key from before the restart. */
  recall(kind: LockoutKind, tally: Tally): void;
  /** A lock from before the restart holds, and its key has no tally yet. */
  holds(kind: LockoutKind, key: string): boolean;
  /** A lock has begun. */
  locked(kind: LockoutKind, tally: Tally): void;
  /** There is something to write, or somebody who may be released in another process. */
  readonly busy: boolean;
  save(): Promise<void>;
  /** Lets go whom somebody released. */
  release(): Promise<void>;
  sweep(): Promise<void>;
}

const most = 50_000;
const mostRows = 1_000;
/** Looked back this far, because clocks and commits are not in step; a lock that began later stays. */
const lookBackMs = 10_000;

/**
 * Locks survive a restart, and end when an administrator says so here or on the command line: while somebody is locked,
 * the table is asked once a second who was let go.
 */
export async function openLockoutKeeper(deps: {
  readonly database: Database;
  readonly clock: Clock;
  readonly hashKey: HashKey;
  readonly released: (kind: LockoutKind, tally: Tally) => void;
}): Promise<LockoutKeeper> {
  const { database, clock, hashKey } = deps;
  const recalled = new Map<string, LockoutRow>();
  let recalledUntil = 0;
  for (const row of await readRemembered(database, clock() - remembered, most)) {
    recalled.set(nameOf(row.kind, row.key_hash), row);
    recalledUntil = Math.max(recalledUntil, row.until_at);
  }
  const current = new Map<string, Tally>();
  const unwritten = new Map<string, LockoutRow>();

  return {
    recall(kind, tally) {
      if (recalled.size === 0) return;
      const name = nameOf(kind, hashKey(tally.key));
      const row = recalled.get(name);
      if (!row || !recalled.delete(name)) return;
      tally.lock = { level: row.level, startedAt: row.started_at, until: row.until_at };
      if (isLocked(tally.lock, clock())) current.set(name, tally);
    },
    holds(kind, key) {
      return clock() < recalledUntil && recalled.has(nameOf(kind, hashKey(key)));
    },
    locked(kind, tally) {
      if (!tally.lock) return;
      const key_hash = hashKey(tally.key);
      const { level, startedAt, until } = tally.lock;
      const name = nameOf(kind, key_hash);
      current.set(name, tally);
      const moments = { started_at: startedAt, until_at: until };
      unwritten.set(name, { kind, key_hash, subject: tally.key, level, ...moments });
    },
    get busy() {
      return unwritten.size > 0 || current.size > 0 || clock() < recalledUntil;
    },
    async save() {
      const batch = [...unwritten].slice(0, mostRows);
      if (batch.length === 0) return;
      for (const [name] of batch) unwritten.delete(name);
      try {
        await writeLockouts(
          database,
          batch.map(([, row]) => row),
        );
      } catch (error) {
        for (const [name, row] of batch) if (!unwritten.has(name)) unwritten.set(name, row);
        throw error;
      }
    },
    async release() {
      const now = clock();
      for (const [name, { lock }] of current) if (!isLocked(lock, now)) current.delete(name);
      if (current.size === 0 && now >= recalledUntil) return;
      for (const { kind, key_hash, released_at } of await readReleases(database, now - lookBackMs)) {
        const name = nameOf(kind, key_hash);
        recalled.delete(name);
        const tally = current.get(name);
        if (!tally?.lock || tally.lock.startedAt > released_at) continue;
        current.delete(name);
        deps.released(kind, tally);
      }
    },
    async sweep() {
      const now = clock();
      for (const [name, { until_at }] of recalled) {
        if (until_at < now - remembered) recalled.delete(name);
      }
      await sweepLockouts(database, now, now - remembered);
    },
  };
}

const nameOf = (kind: LockoutKind, hash: Buffer): string => `${kind}:${hexOf(hash)}`;

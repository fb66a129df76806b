import type { Clock } from "../../pure/clock.ts";
import type { Database } from "../../store/database.ts";
import { type CountKind, type CountRow, readCounts, sweepCounts, writeCounts } from "./counts-store.ts";
import { type HashKey, hexOf } from "./hash-key.ts";
import { Tally } from "./tally.ts";

export interface CountsKeeper {
  /** A tally of this key, with what was counted before the restart. */
  recall(kind: CountKind, key: string): Tally;
  /** To be written with the next save. */
  changed(kind: CountKind, tally: Tally): void;
  readonly dirty: boolean;
  /** Writes what has changed, a bounded part of it at a time. */
  save(): Promise<void>;
  sweep(): Promise<void>;
}

const mostRows = 1_000;
const mostRecalled = 100_000;

/**
 * Counts survive a restart inside their window. One bounded write for all of them: a row a request would cost more than
 * the request. What has not been written yet is lost with the process, which is a second's worth.
 */
export async function openCountsKeeper(deps: {
  readonly database: Database;
  readonly clock: Clock;
  readonly hashKey: HashKey;
  readonly windowOf: (kind: CountKind) => number;
}): Promise<CountsKeeper> {
  const { database, clock, hashKey, windowOf } = deps;
  const recalled = new Map<string, CountRow>();
  for (const row of await readCounts(database, clock(), mostRecalled)) {
    recalled.set(`${row.kind} ${hexOf(row.key_hash)}`, row);
  }
  const dirty = new Map<string, { readonly kind: CountKind; readonly tally: Tally }>();

  function rowOf({ kind, tally }: { kind: CountKind; tally: Tally }): CountRow {
    const expires_at = (tally.newest ?? 0) + windowOf(kind);
    return { kind, key_hash: hashKey(tally.key), cells: tally.cells, expires_at };
  }

  return {
    recall(kind, key) {
      if (recalled.size === 0) return new Tally(key);
      const name = `${kind} ${hexOf(hashKey(key))}`;
      const row = recalled.get(name);
      recalled.delete(name);
      return new Tally(key, row?.cells);
    },
    changed(kind, tally) {
      dirty.set(`${kind} ${tally.key}`, { kind, tally });
    },
    get dirty() {
      return dirty.size > 0;
    },
    async save() {
      const batch = [...dirty].slice(0, mostRows);
      if (batch.length === 0) return;
      for (const [name] of batch) dirty.delete(name);
      const rows = batch.map(([, changed]) => rowOf(changed));
      try {
        await database.transaction(async (tx) => {
          // Lost with the last moments before a crash of the database, like those before one of ours.
          await tx.query({ text: "set local synchronous_commit to off", values: [] });
          await writeCounts(tx, rows);
        });
      } catch (error) {
        for (const [name, changed] of batch) if (!dirty.has(name)) dirty.set(name, changed);
        throw error;
      }
    },
    async sweep() {
      const now = clock();
      for (const [name, { expires_at }] of recalled) if (expires_at <= now) recalled.delete(name);
      await sweepCounts(database, now);
    },
  };
}

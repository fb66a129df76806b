import type { AuditRecord } from "@entobot/contract/audit";
import type { Log } from "../log/log.ts";
import type { Queryable } from "../store/queryable.ts";
import { readHead } from "./audit-store.ts";
import { recordsAfter } from "./read-records.ts";
import { toRecord } from "./record.ts";
import type { Chained } from "./seal-batch.ts";
import { openOrHide, type Values } from "./values.ts";

const pollMs = 250;

export interface Live {
  /** What this process has just chained, in order. */
  publish(chained: readonly Chained[]): void;
  subscribe(listener: (records: readonly AuditRecord[]) => void): () => void;
  /** All records after `after`, and then new ones until aborted. */
  follow(after: number, signal: AbortSignal | undefined): AsyncGenerator<readonly AuditRecord[], void>;
  /** Everything published so far has been told. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

export interface LiveDeps {
  readonly database: Queryable;
  readonly values: Values;
  readonly leading: () => boolean;
  readonly log: Log;
}

/** Newly chained records for those who watch. What another process chains is asked for, but only while somebody watches. */
export function createLive({ database, values, leading, log }: LiveDeps): Live {
  const listeners = new Set<(records: readonly AuditRecord[]) => void>();
  /** The last record that listeners have seen; null: nobody listens. */
  let seen: number | null = null;
  let work: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  function tell(records: readonly AuditRecord[]): void {
    const last = records.at(-1);
    if (!last) return;
    seen = last.seq;
    for (const listener of listeners) {
      try {
        listener(records);
      } catch (error) {
        log.error("somebody who watches the record failed", {}, error);
      }
    }
  }

  async function catchUp(): Promise<void> {
    if (listeners.size === 0) return;
    seen ??= (await readHead(database)).seq;
    for await (const records of recordsAfter(database, values, seen)) tell(records);
  }

  async function take(chained: readonly Chained[]): Promise<void> {
    const first = chained[0]?.link.seq ?? 0;
    if (listeners.size === 0) return;
    seen ??= first - 1;
    if (first !== seen + 1) return catchUp();
    tell(await Promise.all(chained.map((item) => asRecord(values, item))));
  }

  function enqueue(step: () => Promise<void>): void {
    work = work.then(step).catch((error) => log.warn("the record could not be watched", {}, error));
  }

  function poll(): void {
    if (listeners.size === 0) return;
    if (!leading()) enqueue(catchUp);
    timer = setTimeout(poll, pollMs);
    timer.unref();
  }

  function subscribe(listener: (records: readonly AuditRecord[]) => void): () => void {
    listeners.add(listener);
    if (listeners.size === 1) {
      enqueue(catchUp);
      poll();
    }
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0) return;
      clearTimeout(timer);
      seen = null;
    };
  }

  async function* follow(after: number, signal: AbortSignal | undefined) {
    let news = Promise.withResolvers<void>();
    const unsubscribe = subscribe(() => news.resolve());
    const aborted = () => news.resolve();
    signal?.addEventListener("abort", aborted);
    try {
      // What is chained after this is told, what was chained before is read.
      await work;
      for (let seq = after; !signal?.aborted; ) {
        news = Promise.withResolvers<void>();
        for await (const records of recordsAfter(database, values, seq)) {
          yield records;
          seq = records.at(-1)?.seq ?? seq;
        }
        if (!signal?.aborted) await news.promise;
      }
    } finally {
      unsubscribe();
      signal?.removeEventListener("abort", aborted);
    }
  }

  return {
    publish(chained) {
      if (listeners.size > 0) enqueue(() => take(chained));
    },
    subscribe,
    follow,
    settled: () => work,
    async stop() {
      clearTimeout(timer);
      await work;
      listeners.clear();
    },
  };
}

/** Own events still carry their values; those that waited in the database bring them sealed. */
async function asRecord(values: Values, { event, link, personal, pending }: Chained): Promise<AuditRecord> {
  return toRecord(event, link, pending ? await openOrHide(values, pending.n, pending) : personal);
}

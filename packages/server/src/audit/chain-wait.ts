import { Failure } from "../pure/failure.ts";
import type { Queryable } from "../store/queryable.ts";
import { findChained } from "./audit-store.ts";

/** First question to the chain when another process seals, and when this one does and should have answered long before. */
const firstPollMs = { other: 5, own: 250 } as const;
const slowestPollMs = 200;

/** Those who wait until their committed events have a place in the chain. */
export interface ChainWait {
  /** Rejects with `record_unavailable` after the deadline: the events are committed and will be chained all the same. */
  until(numbers: readonly number[]): Promise<void>;
  /** The sealer of this process has chained these. */
  settle(numbers: readonly number[]): void;
}

/**
 * The sealer of this process answers directly. When another process seals, the chain is asked, with growing pauses: commands
 * are rare and short, and a notification per batch would make every commit of the server queue for one lock.
 */
export function createChainWait(
  database: Queryable,
  leading: () => boolean,
  late: () => void,
  deadlineMs: number,
): ChainWait {
  const waiters = new Map<number, (number: number) => void>();

  return {
    until(numbers) {
      return new Promise((resolve, reject) => {
        const open = new Set(numbers);
        const deadline = performance.now() + deadlineMs;
        let pause: number = leading() ? firstPollMs.own : firstPollMs.other;
        let timer: NodeJS.Timeout;
        const end = (finish: () => void) => {
          clearTimeout(timer);
          for (const number of open) waiters.delete(number);
          open.clear();
          finish();
        };
        const chained = (number: number) => {
          waiters.delete(number);
          if (open.delete(number) && open.size === 0) end(resolve);
        };
        const poll = async () => {
          const found = await findChained(database, [...open]).catch(() => []);
          for (const number of found) chained(number);
          if (open.size === 0) return;
          if (performance.now() >= deadline) {
            late();
            return end(() => reject(new Failure("record_unavailable")));
          }
          pause = Math.min(pause * 2, slowestPollMs);
          timer = setTimeout(poll, pause);
        };
        for (const number of numbers) waiters.set(number, chained);
        if (open.size === 0) resolve();
        else timer = setTimeout(poll, pause);
      });
    },
    settle(numbers) {
      for (const number of numbers) waiters.get(number)?.(number);
    },
  };
}

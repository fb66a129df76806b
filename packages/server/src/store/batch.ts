import { isFailure } from "../pure/failure.ts";

export interface Batcher<Item> {
  add(item: Item): void;
  /** Items that no batch has taken yet. */
  readonly waiting: number;
  /** Resolves when nothing waits and nothing runs. */
  idle(): Promise<void>;
}

/**
 * Many writers, one commit. No timer: whatever arrived while the previous batch was in flight is the next batch, so one
 * writer alone waits for nobody and a hundred share. `run` must not throw.
 */
export function createBatcher<Item>(options: {
  readonly max: number;
  readonly run: (items: readonly Item[]) => Promise<void>;
}): Batcher<Item> {
  let queue: Item[] = [];
  let running: Promise<void> | null = null;

  async function drain(): Promise<void> {
    // Those who arrive in the same turn of the event loop share the first batch.
    await new Promise(setImmediate);
    while (queue.length > 0) {
      const batch = queue.length > options.max ? queue.splice(0, options.max) : queue;
      if (batch === queue) queue = [];
      await options.run(batch);
    }
    running = null;
  }

  return {
    add(item) {
      queue.push(item);
      running ??= drain();
    },
    get waiting() {
      return queue.length;
    },
    async idle() {
      while (running) await running;
    },
  };
}

/**
 * Runs `work` over all items; when that fails, over its halves, so that a bad item falls out alone, at the cost of
 * a few more transactions. A database that is not available is nobody's fault: that is final for all of them, because
 * the commit may have happened.
 */
export async function runSplitting<Item>(
  items: readonly Item[],
  work: (items: readonly Item[]) => Promise<void>,
  failed: (items: readonly Item[], error: unknown) => void,
): Promise<void> {
  try {
    await work(items);
  } catch (error) {
    if (items.length <= 1 || isFailure(error, "database_unavailable")) return failed(items, error);
    const middle = items.length >> 1;
    await runSplitting(items.slice(0, middle), work, failed);
    await runSplitting(items.slice(middle), work, failed);
  }
}

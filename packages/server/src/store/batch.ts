import { isFailure } from "../pure/failure.ts";

/** What is left to do when a batch is durable: answering those who wait. */
export type Answer = () => void;

export interface Batcher<Item> {
  add(item: Item): void;
  /** Items that no batch has taken yet. */
  readonly waiting: number;
  /** Resolves when nothing waits and nothing runs. */
  idle(): Promise<void>;
}

/** Below this a batch is not halved: its commit would cost more than is won. */
const worthHalving = 64;

/**
 * Many writers, one commit. No timer: whatever arrived while the previous batch was in flight goes next, so one writer
 * alone waits for nobody and a hundred share. Of many that wait half are taken, and answers are given when the next batch
 * is on its way: then this process prepares one batch while the database writes the other. `run` must not throw.
 */
export function createBatcher<Item>(options: {
  readonly max: number;
  readonly run: (items: readonly Item[]) => Promise<Answer>;
}): Batcher<Item> {
  let queue: Item[] = [];
  let running: Promise<void> | null = null;

  function take(): Item[] {
    const size = Math.min(options.max, Math.max(worthHalving, Math.ceil(queue.length / 2)));
    if (queue.length > size) return queue.splice(0, size);
    const all = queue;
    queue = [];
    return all;
  }

  async function drain(): Promise<void> {
    // Those who arrive in the same turn of the event loop share the first batch.
    await new Promise(setImmediate);
    let answer: Answer = () => {};
    while (queue.length > 0) {
      const next = options.run(take());
      answer();
      answer = await next;
      // Nobody is left to send a batch for: the answers may bring the next ones.
      if (queue.length > 0) continue;
      answer();
      answer = () => {};
      await new Promise(setImmediate);
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
  work: (items: readonly Item[]) => Promise<Answer>,
  failed: (items: readonly Item[], error: unknown) => void,
): Promise<Answer> {
  try {
    return await work(items);
  } catch (error) {
    if (items.length <= 1 || isFailure(error, "database_unavailable")) return () => failed(items, error);
    const middle = items.length >> 1;
    const first = await runSplitting(items.slice(0, middle), work, failed);
    const second = await runSplitting(items.slice(middle), work, failed);
    return () => {
      first();
      second();
    };
  }
}

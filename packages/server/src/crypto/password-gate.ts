import { Failure } from "../pure/failure.ts";

/**
 * Password hashing costs 64 MiB and tens of milliseconds each, on purpose. The gate keeps strangers from turning that
 * against the server: a few at once, a short queue in order of arrival, then `busy` (threat S5).
 */
export function createPasswordGate(limit: { running: number; waiting: number }) {
  let running = 0;
  const queue: (() => void)[] = [];

  return async function pass<T>(work: () => Promise<T>): Promise<T> {
    if (running < limit.running) running++;
    else {
      if (queue.length >= limit.waiting) throw new Failure("busy", { retryAfter: 1 });
      // The place of the one that leaves is handed over, so nobody who comes later slips in between.
      await new Promise<void>((resolve) => queue.push(resolve));
    }
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next) next();
      else running--;
    }
  };
}

import type { Log } from "../../log/index.ts";
import { isFailure } from "../../pure/failure.ts";
import type { LockoutKeeper } from "../attempts/lockout-keeper.ts";
import type { CountsKeeper } from "./counts-keeper.ts";

const everyMs = 1_000;
const sweepEveryMs = 60_000;
/** At the end all is written, in so many parts at most. */
const lastSaves = 200;

export interface Saving {
  /** There is something to write. */
  wake(): void;
  stop(): Promise<void>;
}

/** At most once a second, and never while nothing happens. */
export function startSaving(deps: {
  readonly counts: CountsKeeper;
  readonly lockouts: LockoutKeeper;
  /** Takes out of memory what is idle. */
  readonly sweep: () => void;
  readonly log: Log;
}): Saving {
  const { counts, lockouts, log } = deps;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let stopped = false;
  let sweptAt = performance.now();

  async function save(): Promise<void> {
    await lockouts.release();
    await lockouts.save();
    await counts.save();
    if (performance.now() - sweptAt < sweepEveryMs) return;
    sweptAt = performance.now();
    deps.sweep();
    await Promise.all([counts.sweep(), lockouts.sweep()]);
  }

  function tick(): void {
    timer = undefined;
    running = save()
      .catch((error: unknown) => {
        // It stays to be written; while the database is away, everything else says so already.
        if (!isFailure(error, "database_unavailable")) log.error("limits are not written", {}, error);
      })
      .finally(() => {
        running = undefined;
        if (counts.dirty || lockouts.busy) wake();
      });
  }

  function wake(): void {
    if (stopped || timer || running) return;
    timer = setTimeout(tick, everyMs);
    timer.unref();
  }

  if (lockouts.busy) wake();
  return {
    wake,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
      try {
        await lockouts.save();
        for (let i = 0; i < lastSaves && counts.dirty; i++) await counts.save();
      } catch (error) {
        log.warn("the counts of the last second are lost", {}, error);
      }
    },
  };
}

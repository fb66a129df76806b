import type { Clock } from "../../pure/clock.ts";
import { seconds, type Wait } from "../limits/budget.ts";
import { createPlaces, type Place, turnAway } from "../limits/places.ts";
import type { Tallies } from "../limits/tallies.ts";
import type { Policy, Tally } from "../limits/tally.ts";
import { isLocked, nextLock } from "./lock-rules.ts";

/** Why somebody does not get in: locked for so long, or too many are being looked at. */
export interface Shut {
  readonly wait: Wait;
  readonly locked: boolean;
}

export interface Gate {
  /** Undefined: not locked. */
  lockedFor(key: string): Wait | undefined;
  /**
   * Counts a failure before anybody looks at what is presented: of any number at once, only as many are looked at as
   * may still fail, then one at a time.
   */
  enter(key: string): Place | Shut | Promise<Place | Shut>;
  /** Counts a failure that was found without a place. */
  fail(key: string): void;
}

export const isShut = (outcome: object): outcome is Shut => "wait" in outcome;

/** Failures of one kind (by address, by account), and the locks that follow from them. */
export function createGate(deps: {
  readonly tallies: Tallies;
  readonly rule: Policy;
  readonly clock: Clock;
  readonly changed: (tally: Tally) => void;
  readonly locked: (tally: Tally) => void;
  /** Locked since before the restart, and not met since. */
  readonly lockedBefore: (key: string) => boolean;
}): Gate {
  const { tallies, rule, clock, changed } = deps;
  const full: Shut = { wait: 60, locked: false };

  function kept(tally: Tally): void {
    const now = clock();
    tally.forget(now - rule.windowMs);
    tally.add(now, rule);
    if (tally.count >= rule.limit && !isLocked(tally.lock, now)) {
      tally.lock = nextLock(tally.lock, now);
      turnAway(tally);
      deps.locked(tally);
    }
    changed(tally);
  }

  /** When all failures but one are used up, one is looked at after the other. */
  function hasRoom(tally: Tally): boolean {
    const now = clock();
    if (isLocked(tally.lock, now)) return false;
    tally.forget(now - rule.windowMs);
    return tally.held === 0 || tally.count + tally.held < rule.limit;
  }

  const places = createPlaces({ hasRoom, kept });

  function shut(tally: Tally): Shut {
    const now = clock();
    return isLocked(tally.lock, now)
      ? { wait: seconds(tally.lock.until - now), locked: true }
      : { wait: 1, locked: false };
  }

  return {
    lockedFor(key) {
      const tally = tallies.find(key) ?? (deps.lockedBefore(key) ? tallies.of(key) : undefined);
      const now = clock();
      return tally && isLocked(tally.lock, now) ? seconds(tally.lock.until - now) : undefined;
    },
    enter(key) {
      const tally = tallies.of(key);
      if (!tally) return full;
      // Who waits for the outcome of others would wait in vain: a lock ends later than they do.
      if (isLocked(tally.lock, clock())) return shut(tally);
      const entered = places.enter(tally);
      if (entered instanceof Promise) return entered.then((place) => place ?? shut(tally));
      return entered ?? shut(tally);
    },
    fail(key) {
      const tally = tallies.of(key);
      if (tally) kept(tally);
    },
  };
}

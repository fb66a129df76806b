import type { Clock } from "../../pure/clock.ts";
import { createPlaces, type Place } from "./places.ts";
import type { Tallies } from "./tallies.ts";
import type { Policy, Tally } from "./tally.ts";

/** Refused: whole seconds, at least 1, until it is worth asking again. */
export type Wait = number;

export const isWait = (outcome: unknown): outcome is Wait => typeof outcome === "number";
export const seconds = (ms: number): Wait => Math.max(1, Math.ceil(ms / 1000));

export interface Budget {
  /** Counts one now. Undefined: there was a place. */
  take(key: string): Wait | undefined;
  /** Takes a place whose outcome is open. */
  hold(key: string): Place | Wait | Promise<Place | Wait>;
}

/** Exactly `limit` in any span of one window, however many ask at the same time: what is decided here is decided at once. */
export function createBudget(deps: {
  readonly tallies: Tallies;
  readonly policy: () => Policy;
  readonly clock: Clock;
  readonly changed: (tally: Tally) => void;
}): Budget {
  const { tallies, policy, clock, changed } = deps;

  function count(tally: Tally): void {
    tally.add(clock(), policy());
    changed(tally);
  }

  function hasRoom(tally: Tally): boolean {
    const { limit, windowMs } = policy();
    tally.forget(clock() - windowMs);
    return tally.count + tally.held < limit;
  }

  const places = createPlaces({ hasRoom, kept: count });

  /** Until the oldest that counts leaves the window. An open place may be given back at any moment. */
  function waitOf(tally: Tally): Wait {
    const { oldest, held } = tally;
    return held > 0 || oldest === undefined ? 1 : seconds(oldest + policy().windowMs - clock());
  }

  return {
    take(key) {
      const tally = tallies.of(key);
      if (!tally) return seconds(policy().windowMs);
      if (!hasRoom(tally)) return waitOf(tally);
      count(tally);
      return undefined;
    },
    hold(key) {
      const tally = tallies.of(key);
      if (!tally) return seconds(policy().windowMs);
      const entered = places.enter(tally);
      if (entered instanceof Promise) return entered.then((place) => place ?? waitOf(tally));
      return entered ?? waitOf(tally);
    },
  };
}

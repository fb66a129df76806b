import type { Tally } from "./tally.ts";

/** A place that is taken before it is known whether it counts. Settled once; later words change nothing. */
export interface Place {
  /** It does not count. */
  giveBack(): void;
  /** It counts, from now on. */
  keep(): void;
}

/** More than this many wait for nothing. */
const mostWaiting = 256;

/**
 * Takes places whose outcome is open. While only open ones are in the way the next one waits for them, so that many who
 * are right at the same moment all get in, and many who are wrong are still only as many as there were places.
 */
export function createPlaces(rules: {
  readonly hasRoom: (tally: Tally) => boolean;
  /** A place is kept: counts it. */
  readonly kept: (tally: Tally) => void;
}): { enter(tally: Tally): Place | undefined | Promise<Place | undefined> } {
  /** The place of one that leaves is handed on, so that nobody who comes later slips in between. */
  function handOn(tally: Tally): void {
    const queue = tally.waiting;
    if (!queue) return;
    if (rules.hasRoom(tally)) {
      tally.held++;
      queue.shift()?.(true);
    }
    // Nobody is left who could give a place back.
    if (tally.held === 0) for (const goes of queue.splice(0)) goes(false);
    if (queue.length === 0) tally.waiting = undefined;
  }

  function placeIn(tally: Tally): Place {
    let open = true;
    const settle = (counts: boolean) => {
      if (!open) return;
      open = false;
      tally.held--;
      if (counts) rules.kept(tally);
      handOn(tally);
    };
    return { giveBack: () => settle(false), keep: () => settle(true) };
  }

  return {
    enter(tally) {
      if (rules.hasRoom(tally)) {
        tally.held++;
        return placeIn(tally);
      }
      if (tally.held === 0 || (tally.waiting?.length ?? 0) >= mostWaiting) return undefined;
      tally.waiting ??= [];
      const { promise, resolve } = Promise.withResolvers<boolean>();
      tally.waiting.push(resolve);
      return promise.then((goes) => (goes ? placeIn(tally) : undefined));
    },
  };
}

/** Of those who wait: none will get in. */
export function turnAway(tally: Tally): void {
  const queue = tally.waiting ?? [];
  tally.waiting = undefined;
  for (const goes of queue) goes(false);
}

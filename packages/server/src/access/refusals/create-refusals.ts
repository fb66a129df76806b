import type { EdgeDoor, EdgeReason } from "@entobot/contract/edge";
import { isLoopback, limitKeyOf } from "../../pure/address.ts";
import type { Clock } from "../../pure/clock.ts";
import { FrequentAddresses } from "./frequent.ts";
import { MinuteRing, minuteOf, ringMinutes, startOf } from "./minute-ring.ts";
import type { Refusals, RefusalsView } from "./refusals.ts";

const mostAddresses = 256;
const mostShown = 20;

interface Place {
  readonly door: EdgeDoor;
  readonly reason: EdgeReason;
  readonly ring: MinuteRing;
}

export function createRefusals(clock: Clock): Refusals {
  const since = clock();
  /** Doors and reasons are closed sets, so this is bounded. */
  const places = new Map<string, Place>();
  const addresses = new FrequentAddresses(mostAddresses);
  let minute = minuteOf(since);

  /** A clock that was set back stays in its minute until it has caught up. */
  function turn(): number {
    const now = clock();
    const next = Math.max(minute, minuteOf(now));
    for (let begun = Math.max(minute + 1, next - ringMinutes + 1); begun <= next; begun++) {
      for (const { ring } of places.values()) ring.begin(begun);
      addresses.begin(begun, next - ringMinutes + 1);
    }
    minute = next;
    return now;
  }

  function placeOf(door: EdgeDoor, reason: EdgeReason): Place {
    const key = `${door} ${reason}`;
    const known = places.get(key);
    if (known) return known;
    const place = { door, reason, ring: new MinuteRing() };
    places.set(key, place);
    return place;
  }

  function countsOf(at: number): RefusalsView["minutes"][number] {
    const counts: Partial<Record<EdgeReason, number>> = {};
    for (const { reason, ring } of places.values()) {
      const count = ring.at(at);
      if (count > 0) counts[reason] = (counts[reason] ?? 0) + count;
    }
    return { at: startOf(at), counts };
  }

  return {
    note({ door, reason, address }) {
      const now = turn();
      placeOf(door, reason).ring.add(minute);
      if (address !== "") addresses.note(shownAs(address), reason, now, minute);
    },
    view() {
      const at = turn();
      return {
        since,
        at,
        minutes: Array.from({ length: ringMinutes }, (_, index) =>
          countsOf(minute - ringMinutes + 1 + index),
        ),
        places: [...places.values()]
          .map(({ door, reason, ring }) => ({ door, reason, count: ring.total }))
          .filter(({ count }) => count > 0)
          .toSorted((a, b) => b.count - a.count),
        addresses: addresses.top(mostShown),
      };
    },
  };
}

/** As it is limited; this machine itself is one address and no network. */
const shownAs = (address: string): string => (isLoopback(address) ? address : limitKeyOf(address));

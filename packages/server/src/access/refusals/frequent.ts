import type { EdgeReason } from "@entobot/contract/edge";
import { MinuteRing } from "./minute-ring.ts";

export interface Frequent {
  readonly address: string;
  /** Seen since it was last taken in. */
  readonly count: number;
  readonly lastAt: number;
  readonly reason: EdgeReason;
}

interface Entry {
  readonly ring: MinuteRing;
  /** What the one had whose place it took: it may have been here before, and been as frequent as that. */
  inherited: number;
  readonly since: number;
  lastAt: number;
  reason: EdgeReason;
}

/**
 * The most frequent of very many, in bounded memory (space-saving, Metwally et al. 2005): a new one takes the place of
 * the least frequent and its rank with it, so that nobody who comes often is ever pushed out by many who come once.
 * What is shown is only what was counted.
 */
export class FrequentAddresses {
  readonly #entries = new Map<string, Entry>();
  readonly #most: number;
  /** Nobody has less. Within a minute counts only grow, so that a search may end where it finds as little. */
  #floor = 0;

  constructor(most: number) {
    this.#most = most;
  }

  note(address: string, reason: EdgeReason, now: number, minute: number): void {
    const entry = this.#entries.get(address) ?? this.#admit(address, reason, now, minute);
    entry.ring.add(minute);
    entry.lastAt = now;
    entry.reason = reason;
  }

  /** A minute begins: what is an hour old goes. */
  begin(minute: number, oldest: number): void {
    this.#floor = 0;
    for (const [address, entry] of this.#entries) {
      entry.ring.begin(minute);
      if (entry.since < oldest) entry.inherited = 0;
      if (entry.ring.total === 0) this.#entries.delete(address);
    }
  }

  top(most: number): readonly Frequent[] {
    return [...this.#entries]
      .map(([address, { ring, lastAt, reason }]) => ({ address, count: ring.total, lastAt, reason }))
      .toSorted((a, b) => b.count - a.count || b.lastAt - a.lastAt)
      .slice(0, most);
  }

  #admit(address: string, reason: EdgeReason, now: number, minute: number): Entry {
    const inherited = this.#entries.size < this.#most ? 0 : this.#dropLeast();
    const entry: Entry = { ring: new MinuteRing(), inherited, since: minute, lastAt: now, reason };
    this.#entries.set(address, entry);
    return entry;
  }

  #dropLeast(): number {
    let least = Number.POSITIVE_INFINITY;
    let found: string | undefined;
    for (const [address, { ring, inherited }] of this.#entries) {
      if (ring.total + inherited >= least) continue;
      least = ring.total + inherited;
      found = address;
      if (least <= this.#floor) break;
    }
    if (found === undefined) return 0;
    this.#entries.delete(found);
    this.#floor = least;
    return least;
  }
}

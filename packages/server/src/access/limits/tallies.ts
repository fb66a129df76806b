import type { Tally } from "./tally.ts";

export interface TalliesOptions {
  /** Keys with a tally of their own. */
  readonly most: number;
  /** The crowd that a key is counted with where there is no room for more keys. */
  readonly crowdOf: (key: string) => string;
  readonly mostCrowds: number;
  /** Makes a tally, with what is remembered of the key from before a restart. */
  readonly make: (key: string) => Tally;
  /** Holds nothing that counts any more. */
  readonly isIdle: (tally: Tally) => boolean;
  /** Holds nothing but a memory that may be given up for a newcomer. */
  readonly isSpare?: (tally: Tally) => boolean;
}

/** Looked at for one that can go, when a newcomer finds no room. */
const looks = 16;

/**
 * A bounded number of tallies. Nobody can push out another's counts by being many: while all places are taken by
 * counts that still hold, newcomers are counted together with their neighbours, and when there is no room even for
 * that, not at all, which refuses them.
 */
export class Tallies {
  readonly #options: TalliesOptions;
  readonly #own = new Map<string, Tally>();
  readonly #crowds = new Map<string, Tally>();

  constructor(options: TalliesOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#own.size + this.#crowds.size;
  }

  /** Undefined: there is no room, so nothing can be counted. */
  of(key: string): Tally | undefined {
    const known = this.#own.get(key);
    if (known) return known;
    const { most, mostCrowds, crowdOf } = this.#options;
    // Whoever was counted with a crowd stays with it until that has run out, and so never gets a second count.
    const crowd = this.#crowds.size > 0 ? this.#crowds.get(crowdOf(key)) : undefined;
    if (crowd && !this.#options.isIdle(crowd)) return crowd;
    return this.#admit(this.#own, most, key) ?? this.#admit(this.#crowds, mostCrowds, crowdOf(key));
  }

  /** Only when there is one. */
  find(key: string): Tally | undefined {
    const known = this.#own.get(key);
    return known ?? (this.#crowds.size > 0 ? this.#crowds.get(this.#options.crowdOf(key)) : undefined);
  }

  /** Takes out what is idle. */
  sweep(): void {
    for (const map of [this.#own, this.#crowds]) {
      for (const [key, tally] of map) if (this.#options.isIdle(tally)) map.delete(key);
    }
  }

  #admit(map: Map<string, Tally>, most: number, key: string): Tally | undefined {
    const known = map.get(key);
    if (known) return known;
    if (map.size >= most && !this.#makeRoom(map)) return undefined;
    const tally = this.#options.make(key);
    map.set(key, tally);
    return tally;
  }

  /** Goes round: what was looked at and stays is looked at last the next time. */
  #makeRoom(map: Map<string, Tally>): boolean {
    const { isIdle, isSpare } = this.#options;
    let look = 0;
    for (const [key, tally] of map) {
      map.delete(key);
      if (isIdle(tally) || isSpare?.(tally)) return true;
      map.set(key, tally);
      if (++look === looks) return false;
    }
    return false;
  }
}

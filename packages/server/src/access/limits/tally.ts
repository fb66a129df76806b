/** Beyond so many, moments that lie close together are kept as one, with the time of the last: a place frees a little late, never early. */
const mostCells = 512;

/** A window that slides with every millisecond: of any span as long as `windowMs`, at most `limit` are counted. */
export interface Policy {
  readonly limit: number;
  readonly windowMs: number;
}

export interface Lock {
  /** How often in a row; each is twice as long as the one before. */
  readonly level: number;
  readonly startedAt: number;
  readonly until: number;
}

/** What is known of one key: when it was counted, what is undecided, and whether it is locked. */
export class Tally {
  readonly key: string;
  /** Pairs, oldest first: ms since the epoch, and how many were counted then. */
  #cells: number[];
  #count = 0;
  /** Places taken whose outcome is not known yet. */
  held = 0;
  /** Who waits for one of those, in order of arrival. `true`: the place is theirs. */
  waiting: ((goes: boolean) => void)[] | undefined;
  /** The last lock, also when it is over: the next one is longer. */
  lock: Lock | undefined;

  constructor(key: string, cells: readonly number[] = []) {
    this.key = key;
    this.#cells = [...cells];
    for (let i = 1; i < cells.length; i += 2) this.#count += cells[i] ?? 0;
  }

  get count(): number {
    return this.#count;
  }

  /** Undefined: nothing is counted. */
  get oldest(): number | undefined {
    return this.#cells[0];
  }

  get newest(): number | undefined {
    return this.#cells.at(-2);
  }

  get cells(): readonly number[] {
    return this.#cells;
  }

  /** Takes out what happened at `moment` or before. */
  forget(moment: number): void {
    const cells = this.#cells;
    let end = 0;
    for (; end < cells.length && (cells[end] ?? 0) <= moment; end += 2) this.#count -= cells[end + 1] ?? 0;
    if (end > 0) cells.splice(0, end);
  }

  add(now: number, { limit, windowMs }: Policy): void {
    const cells = this.#cells;
    const grain = limit <= mostCells ? 1 : Math.max(1, windowMs / mostCells);
    const last = cells.length - 2;
    // A clock that was set back must not make a moment look older than the one before it.
    const moment = Math.max(now, cells[last] ?? 0);
    this.#count++;
    if (last >= 0 && Math.floor((cells[last] ?? 0) / grain) === Math.floor(moment / grain)) {
      cells[last] = moment;
      cells[last + 1] = (cells[last + 1] ?? 0) + 1;
    } else if (last < 0) {
      // Written so, the array has room for one pair; most keys of a flood never need more.
      this.#cells = [moment, 1];
    } else {
      cells.push(moment, 1);
    }
  }
}

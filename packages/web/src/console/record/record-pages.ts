/** Kept on either side of the page that came last. */
const reach = 10;

/**
 * Pages of a search, in order. Only those near the eye are kept, so that reading far costs no memory; what was let go is
 * read again by its cursor. The first one stays: its cursor is “the newest”, and that is another one later.
 */
export class Pages<Item> {
  readonly #size: number;
  /** Of every page that can be asked for. */
  readonly #cursors: (string | null)[] = [null];
  readonly #kept = new Map<number, readonly Item[]>();
  #length = 0;
  #ended = false;

  constructor(size: number) {
    this.#size = size;
  }

  /** Rows known to be there, kept or not. */
  get length(): number {
    return this.#length;
  }

  /** The last page was read. */
  get ended(): boolean {
    return this.#ended;
  }

  at(index: number): Item | undefined {
    return this.#kept.get(Math.floor(index / this.#size))?.[index % this.#size];
  }

  put(page: number, items: readonly Item[], next: string | null): void {
    this.#kept.set(page, items);
    this.#length = Math.max(this.#length, page * this.#size + items.length);
    if (next === null) this.#ended = true;
    else this.#cursors[page + 1] ??= next;
    for (const each of this.#kept.keys()) {
      if (each !== 0 && Math.abs(each - page) > reach) this.#kept.delete(each);
    }
  }

  /** The page nearest to the first of these rows that would have to be read; where it cannot be known yet, none. */
  missing(first: number, last: number): { page: number; cursor: string | null } | undefined {
    const from = Math.max(0, Math.floor(first / this.#size));
    for (let page = from; page * this.#size <= last; page++) {
      const cursor = this.#cursors[page];
      if (cursor !== undefined && !this.#kept.has(page)) return { page, cursor };
    }
    return undefined;
  }
}

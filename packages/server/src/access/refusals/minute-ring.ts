export const ringMinutes = 60;
const minuteMs = 60_000;

/** The last sixty minutes of one number, and their sum. */
export class MinuteRing {
  readonly #minutes = new Uint32Array(ringMinutes);
  total = 0;

  add(minute: number): void {
    const slot = minute % ringMinutes;
    this.#minutes[slot] = (this.#minutes[slot] ?? 0) + 1;
    this.total++;
  }

  at(minute: number): number {
    return this.#minutes[minute % ringMinutes] ?? 0;
  }

  /** Another minute begins where this one of an hour ago stood. */
  begin(minute: number): void {
    const slot = minute % ringMinutes;
    this.total -= this.#minutes[slot] ?? 0;
    this.#minutes[slot] = 0;
  }
}

export const minuteOf = (now: number): number => Math.floor(now / minuteMs);
export const startOf = (minute: number): number => minute * minuteMs;

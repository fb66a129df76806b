/** So many may wait whatever the pace: a quiet server has none to measure. */
const fewest = 64;
/** What waits for us should not wait longer than this. */
const aimMs = 300;
/** A burst that is gone in this time is no overload, and an overload is over when this time has passed without. */
const patienceMs = 1_000;

const bucketMs = 100;
const buckets = 10;
/** What is left of the best pace after one bucket: a fifth is gone in ten seconds. */
const memory = 0.998;

/**
 * Tells a standing queue from a burst (after CoDel, RFC 8289): what waits is held against what was finished in the best of
 * the last seconds. The best, because many together are quicker: held against the last one, fewer let in would finish
 * fewer, and so on down. A queue that stays too long is not worked off by taking more; all would only wait longer.
 */
export class Overload {
  readonly #now: () => number;
  readonly #finished = new Uint32Array(buckets);
  #bucket = 0;
  /** Of one second. */
  #best = 0;
  #aboveSince: number | undefined;
  #lastAbove = 0;
  #strained = false;

  /** `now`: milliseconds, never going back. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** One more is done. */
  finished(): void {
    const slot = this.#turn(this.#now()) % buckets;
    this.#finished[slot] = (this.#finished[slot] ?? 0) + 1;
  }

  /** To be asked before anything is taken: whether too many wait, and have for too long. */
  isStrained(waiting: number): boolean {
    const now = this.#now();
    this.#turn(now);
    if (waiting > Math.max(fewest, (this.#best * aimMs) / 1000)) {
      this.#aboveSince ??= now;
      this.#lastAbove = now;
      this.#strained ||= now - this.#aboveSince >= patienceMs;
      return this.#strained;
    }
    if (now - this.#lastAbove >= patienceMs) this.#strained = false;
    if (!this.#strained) this.#aboveSince = undefined;
    return false;
  }

  /** Empties the buckets whose second is over, and remembers how much it was. */
  #turn(now: number): number {
    const next = Math.floor(now / bucketMs);
    if (next <= this.#bucket) return this.#bucket;
    const perSecond = this.#finished.reduce((sum, count) => sum + count, 0);
    this.#best = Math.max(perSecond, this.#best * memory ** (next - this.#bucket));
    for (let begun = Math.max(this.#bucket + 1, next - buckets + 1); begun <= next; begun++) {
      this.#finished[begun % buckets] = 0;
    }
    this.#bucket = Math.max(this.#bucket, next);
    return this.#bucket;
  }
}

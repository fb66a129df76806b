/** Heights of the rows of a long list: measured where a row was shown, guessed where not. Pure arithmetic. */
export class RowHeights {
  #measured = new Map<string, number>();
  #sum = 0;
  readonly #guess: number;
  #keys: readonly string[] = [];
  #places = new Map<string, number>();
  /** By place; 0 where it was never measured. */
  #heights = new Float64Array(0);

  constructor(guess: number) {
    this.#guess = guess;
  }

  /** True when it changed something. */
  set(key: string, height: number): boolean {
    const old = this.#measured.get(key);
    if (old !== undefined && Math.abs(old - height) < 0.5) return false;
    this.#sum += height - (old ?? 0);
    this.#measured.set(key, height);
    const place = this.#places.get(key);
    if (place !== undefined) this.#heights[place] = height;
    return true;
  }

  get(key: string): number {
    return this.#measured.get(key) ?? this.average;
  }

  get average(): number {
    return this.#measured.size === 0 ? this.#guess : this.#sum / this.#measured.size;
  }

  /** Where this row is in the list that `offsets` was last asked about; -1: nowhere. */
  placeOf(key: string): number {
    return this.#places.get(key) ?? -1;
  }

  /** Where each row begins; one more at the end for the whole height. Asked in every frame: keys are looked up only when they change. */
  offsets(keys: readonly string[]): Float64Array {
    if (keys !== this.#keys) this.#place(keys);
    const result = new Float64Array(keys.length + 1);
    const average = this.average;
    let end = 0;
    for (let index = 0; index < keys.length; index++) {
      end += (this.#heights[index] as number) || average;
      result[index + 1] = end;
    }
    return result;
  }

  /** A list that grows at its end costs what was added. */
  #place(keys: readonly string[]): void {
    let same = 0;
    while (same < keys.length && keys[same] === this.#keys[same]) same++;
    for (let index = same; index < this.#keys.length; index++)
      this.#places.delete(this.#keys[index] as string);
    const heights = new Float64Array(keys.length);
    heights.set(this.#heights.subarray(0, same));
    for (let index = same; index < keys.length; index++) {
      const key = keys[index] as string;
      this.#places.set(key, index);
      heights[index] = this.#measured.get(key) ?? 0;
    }
    this.#keys = keys;
    this.#heights = heights;
  }
}

/** The last row that begins at or before `position`. */
export function rowAt(offsets: Float64Array, position: number): number {
  let low = 0;
  let high = Math.max(0, offsets.length - 2);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((offsets[middle] as number) <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}

import { type Configuration, changedKeys, type Settings, type StoredValues } from "../config/index.ts";
import type { JsonObject } from "../pure/json.ts";

/**
 * The configuration that is in force: file and environment, and under them what the console stored. Ask it at each
 * use. SIGHUP and the console replace parts of it; what is only read at start waits for the next one.
 */
export class LiveConfiguration {
  /** File and environment alone. */
  #read: Configuration;
  #stored: StoredValues = {};
  #current: Configuration;
  readonly #listeners = new Set<() => void>();

  constructor(first: Configuration) {
    this.#read = first;
    this.#current = first;
  }

  get current(): Configuration {
    return this.#current;
  }

  get settings(): Settings {
    return this.#current.settings;
  }

  get stored(): StoredValues {
    return this.#stored;
  }

  /** Takes another reading of file and environment into force and answers what changed, by name; null: nothing. */
  replace(next: Configuration): JsonObject | null {
    next.assertServable();
    this.#read = next;
    return this.#take(this.try(this.#stored));
  }

  /** Takes what the console stored into force, in place of what it stored before. */
  store(stored: StoredValues): JsonObject | null {
    this.#stored = stored;
    return this.#take(this.try(stored));
  }

  /** What would be in force with these stored values. Changes nothing. */
  try(stored: StoredValues): Configuration {
    return this.#read.withStored(stored);
  }

  /** Called after each change, with the new settings in force: for what must act on it rather than ask at its next use. */
  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }

  #take(next: Configuration): JsonObject | null {
    const changed = changedKeys(this.#current, next);
    const before = this.#current.ignored.length + next.ignored.length;
    if (changed.length === 0 && before === 0) return null;
    this.#current = next;
    for (const listener of this.#listeners) listener();
    if (changed.length === 0) return null;
    const names = (live: boolean) => changed.filter((key) => key.live === live).map(({ path }) => path);
    return { in_force: names(true), at_next_start: names(false) };
  }
}

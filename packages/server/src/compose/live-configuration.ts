import { type Configuration, changedKeys, type Settings } from "../config/index.ts";
import type { JsonObject } from "../pure/json.ts";

/** The configuration that is in force. SIGHUP replaces it; what is only read at start waits for the next one. */
export class LiveConfiguration {
  #current: Configuration;

  constructor(first: Configuration) {
    this.#current = first;
  }

  get current(): Configuration {
    return this.#current;
  }

  get settings(): Settings {
    return this.#current.settings;
  }

  /** Takes another reading into force and answers what changed, by name; null when nothing did. */
  replace(next: Configuration): JsonObject | null {
    next.assertServable();
    const changed = changedKeys(this.#current, next);
    if (changed.length === 0) return null;
    this.#current = next;
    const names = (live: boolean) => changed.filter((key) => key.live === live).map(({ path }) => path);
    return { in_force: names(true), at_next_start: names(false) };
  }
}

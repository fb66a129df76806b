import { isDeepStrictEqual } from "node:util";
import type { Configuration } from "./interpret.ts";
import { keyPaths } from "./keys.ts";
import { Secret } from "./secret.ts";
import { findKey } from "./unsupported.ts";
import type { Values } from "./values.ts";

export interface ChangedKey {
  readonly path: string;
  /** True when SIGHUP may put it into effect; else it waits for the next start. */
  readonly live: boolean;
}

/** What differs between two readings of the configuration. Holds names only. */
export function changedKeys(before: Configuration, after: Configuration): readonly ChangedKey[] {
  const paths = new Set<string>([...keyPaths, ...before.values.paths(), ...after.values.paths()]);
  return [...paths]
    .filter((path) => !isDeepStrictEqual(bare(before.values, path), bare(after.values, path)))
    .map((path) => ({ path, live: findKey(path)?.live === true }));
}

function bare(values: Values, path: string): unknown {
  const value = values.isSet(path) ? values.value(path) : findKey(path)?.unset;
  return value instanceof Secret ? (value.reveal() as unknown) : value;
}

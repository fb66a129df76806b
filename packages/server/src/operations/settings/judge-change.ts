import {
  type Configuration,
  findConsoleKey,
  groupOf,
  type IgnoredValue,
  providerCatalogue,
  type StoredValues,
} from "../../config/index.ts";
import type { Json } from "../../pure/json.ts";
import type { ConfigurationInForce } from "./stored-settings.ts";

export type Changes = Readonly<Record<string, Json>>;

export interface Judged {
  readonly next: StoredValues;
  /** What would be in force. */
  readonly configuration: Configuration;
  readonly set: readonly string[];
  readonly removed: readonly string[];
  readonly issues: readonly IgnoredValue[];
}

/** What else can be wrong with a configuration that is valid by itself: a default model that nobody serves. */
export type FindFaults = (configuration: Configuration) => readonly IgnoredValue[];

const mostBytes = 256 * 1024;

/** Pure. `stored` is what the change is made on; null takes a value away. */
export function judgeChange(
  configuration: Pick<ConfigurationInForce, "try">,
  stored: StoredValues,
  changes: Changes,
  findFaults: FindFaults,
): Judged {
  const given = Object.entries(changes);
  const set = given.filter(([, value]) => value !== null).map(([path]) => path);
  const removed = given.flatMap(([path, value]) =>
    value === null && Object.hasOwn(stored, path) ? [path] : [],
  );
  const next = Object.fromEntries(
    [...Object.entries(stored).filter(([path]) => !Object.hasOwn(changes, path)), ...given].filter(
      ([, value]) => value !== null,
    ),
  );
  const tried = configuration.try(next);
  const faultsOf = (one: Configuration) => [...one.ignored, ...findFaults(one)];
  const before = new Set(faultsOf(configuration.try(stored)).map(nameOf));
  const touched = new Set(set.map(groupOf));
  return {
    next,
    configuration: tried,
    set,
    removed,
    issues: onceEach([
      ...given.flatMap(([path]) => unknown(path, stored)),
      ...keysOfMovedProviders(stored, next, changes),
      // A fault that was there before and has nothing to do with this change does not stand in its way.
      ...faultsOf(tried).filter((fault) => touched.has(groupOf(fault.path)) || !before.has(nameOf(fault))),
      ...tooMuch(next, set),
    ]),
  };
}

const onceEach = (faults: readonly IgnoredValue[]): readonly IgnoredValue[] => [
  ...new Map(faults.map((fault) => [nameOf(fault), fault])).values(),
];

const nameOf = ({ path, message }: IgnoredValue): string => `${path} ${message}`;

function unknown(path: string, stored: StoredValues): readonly IgnoredValue[] {
  if (findConsoleKey(path) || Object.hasOwn(stored, path)) return [];
  return [{ path, message: "is not a setting that the console may change." }];
}

/** A key that was entered for one address never goes to another: who changes the address enters it again. */
function keysOfMovedProviders(
  stored: StoredValues,
  next: StoredValues,
  changes: Changes,
): readonly IgnoredValue[] {
  return Object.keys(stored).flatMap((path) => {
    const provider = /^providers\.([^.]+)\.api_key$/.exec(path)?.[1];
    if (provider === undefined || !Object.hasOwn(next, path) || Object.hasOwn(changes, path)) return [];
    if (originOf(provider, stored) === originOf(provider, next)) return [];
    return [
      { path, message: "must be entered again: a stored key is never sent to another address than its own." },
    ];
  });
}

function originOf(provider: string, values: StoredValues): string {
  const known = Object.hasOwn(providerCatalogue, provider) ? providerCatalogue[provider]?.baseUrl : undefined;
  const base = values[`providers.${provider}.api_base`] ?? known;
  return typeof base === "string" && URL.canParse(base) ? new URL(base).origin : String(base);
}

function tooMuch(next: StoredValues, set: readonly string[]): readonly IgnoredValue[] {
  if (JSON.stringify(next).length <= mostBytes) return [];
  return [{ path: set[0] ?? "", message: "is too much: the console may store 256 KB in all." }];
}

import type { Json } from "../pure/json.ts";
import { alertsWithoutMail } from "./cautions.ts";
import { judgeConsoleProviders } from "./console-providers.ts";
import { findContradictions } from "./contradictions.ts";
import { folderOf } from "./gather-sources.ts";
import { describeOrigin, type Issue } from "./issue.ts";
import type { Key } from "./key.ts";
import { type KeyPath, keyOf, keyPaths } from "./keys.ts";
import { providerKeyNames, providerKeyOf } from "./provider-keys.ts";
import type { Raw, RawValues } from "./raw.ts";
import type { ConfigurationSources } from "./sources.ts";
import { findUnsupported } from "./unsupported.ts";
import { readValues, type Values } from "./values.ts";

/** What the console stored: key → value, in the guide's spelling. */
export type StoredValues = Readonly<Record<string, Json>>;

/** A stored value that is not in force, and why. `message` is the rest of a sentence and repeats no value. */
export interface IgnoredValue {
  readonly path: string;
  readonly message: string;
}

export interface Joined {
  readonly values: Values;
  readonly ignored: readonly IgnoredValue[];
}

/**
 * File and environment come first; stored values fill what these leave unset. One that cannot stand is left out
 * with everything of its group, so that no half of a provider is ever used, and is named. Never throws.
 */
export function joinStored(operator: RawValues, stored: StoredValues, sources: ConfigurationSources): Joined {
  const ignored: IgnoredValue[] = [];
  let left: readonly Raw[] = Object.entries(stored).flatMap(([path, value]) => {
    const key = findConsoleKey(path);
    const message = key ? standsInTheWay(operator, path) : "is not a setting that the console may change.";
    if (key && message === undefined) return [rawOf(path, key, value)];
    ignored.push({ path, message: message ?? "" });
    return [];
  });
  for (;;) {
    const raws = operator.with(left);
    const values = readValues(raws, folderOf(sources));
    const found = raws.issues.length > 0 ? raws.issues : findFaults(values, sources);
    if (found.length === 0) return { values, ignored };
    ignored.push(...found.map(({ path, message }) => ({ path, message })));
    const wrong = new Set(found.map(({ path }) => groupOf(path)));
    const kept = left.filter(({ path }) => !wrong.has(groupOf(path)));
    // A fault that belongs to none of them must not keep any in force.
    left = kept.length < left.length ? kept : [];
  }
}

/** File and environment alone have none of these: whatever is found came with a stored value. */
function findFaults(values: Values, sources: ConfigurationSources): readonly Issue[] {
  const faults = [
    ...findContradictions(values),
    ...judgeConsoleProviders(values),
    ...findUnsupported(values).filter(({ origin }) => origin?.kind === "console"),
  ];
  const alerts = "monitoring.alerts_enabled";
  if (values.origin(alerts).kind === "console" && alertsWithoutMail(values, sources)) {
    faults.push({
      path: alerts,
      message: "needs monitoring.smtp.url in the configuration file, or a sendmail on this machine.",
    });
  }
  return faults;
}

const providerPath = /^providers\.([a-z][a-z0-9_-]{0,39})\.([a-z_]+)$/;

/** The key of a path that the console may store. */
export function findConsoleKey(path: string): Key<unknown> | undefined {
  const [, provider, name] = providerPath.exec(path) ?? [];
  if (provider === undefined) {
    const known = keyPaths.find((one) => one === path) as KeyPath | undefined;
    return known && keyOf(known).console ? keyOf(known) : undefined;
  }
  const known = providerKeyNames.find((one) => one === name);
  // The name of the built-in model's provider is taken.
  return known && provider !== "builtin" && providerKeyOf(known).console ? providerKeyOf(known) : undefined;
}

/**
 * Of a provider that the operator set up, only the choice of models may be stored: its key must never go to an
 * address that somebody else chose.
 */
function standsInTheWay(operator: RawValues, path: string): string | undefined {
  const set = operator.byPath.get(path);
  if (set) return `is set by ${describeOrigin(set.origin)}, which comes first.`;
  const [, provider, name] = providerPath.exec(path) ?? [];
  if (provider === undefined || name === "models") return undefined;
  const named = operator.findProvider(provider);
  return named && `belongs to a provider that is set up by ${describeOrigin(named)}, which comes first.`;
}

const rawOf = (path: string, key: Key<unknown>, value: Json): Raw => ({
  ...{ path, writtenAs: path, key, value },
  fromVariable: false,
  origin: { kind: "console" },
});

/** What stands or falls together. */
export function groupOf(path: string): string {
  const [section, name] = path.split(".");
  if (section === "providers") return `${section}.${name}`;
  return section === "monitoring" ? section : path;
}

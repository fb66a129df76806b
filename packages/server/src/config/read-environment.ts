import type { Origin } from "./issue.ts";
import type { Key } from "./key.ts";
import { keyOf, keyPaths } from "./keys.ts";
import { secretVariables } from "./known-variables.ts";
import { providerCatalogue } from "./provider-catalogue.ts";
import { providerKeyOf } from "./provider-keys.ts";
import type { RawValues } from "./raw.ts";
import type { ConfigurationSources } from "./sources.ts";

interface Slot {
  readonly path: string;
  readonly key: Key<unknown>;
  readonly variables: readonly string[];
  readonly emptyIsUnset: boolean;
}

/**
 * An empty DATABASE_URL or JWT_SECRET is a mistake that must not start another database or make another
 * secret. An empty provider key is how compose files say "none".
 */
const slots: readonly Slot[] = [
  ...keyPaths.map((path) => ({
    path: path as string,
    key: keyOf(path),
    variables: keyOf(path).variables ?? [],
    emptyIsUnset: false,
  })),
  ...Object.entries(providerCatalogue).map(([name, facts]) => ({
    path: `providers.${name}.api_key`,
    key: providerKeyOf("api_key"),
    variables: facts.variables,
    emptyIsUnset: true,
  })),
];

export function readEnvironment(sources: ConfigurationSources, raws: RawValues): void {
  for (const { path, key, variables, emptyIsUnset } of slots) {
    for (const variable of variables) {
      for (const found of valuesOf(variable, sources)) {
        if (found.value !== "") {
          raws.add({
            path,
            writtenAs: found.name,
            key,
            value: found.value,
            fromVariable: true,
            origin: found.origin,
          });
        } else if (emptyIsUnset) {
          raws.warnings.push({ path: found.name, message: "is empty and counts as not set." });
        } else {
          raws.refuse({
            path: found.name,
            message: "is empty. Unset it or give it a value.",
            origin: found.origin,
          });
        }
      }
    }
  }
}

export interface VariableValue {
  readonly name: string;
  readonly value: string;
  readonly origin: Origin;
}

/** NAME and what NAME_FILE points to, as far as they are given. */
export function valuesOf(variable: string, sources: ConfigurationSources): readonly VariableValue[] {
  if (!secretVariables.includes(variable)) return [];
  const found: VariableValue[] = [];
  const direct = Object.hasOwn(sources.environment, variable) ? sources.environment[variable] : undefined;
  if (direct !== undefined)
    found.push({ name: variable, value: direct, origin: { kind: "variable", variable } });
  const file = Object.hasOwn(sources.secretFiles, variable) ? sources.secretFiles[variable] : undefined;
  if (file) {
    const name = `${variable}_FILE`;
    found.push({ name, value: file.text, origin: { kind: "secret-file", variable: name, file: file.path } });
  }
  return found;
}

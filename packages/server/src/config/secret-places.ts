import { referredVariables } from "./expand-variables.ts";
import type { Configuration } from "./interpret.ts";
import { type KeyPath, keyOf } from "./keys.ts";
import { masterKeyVariable } from "./known-variables.ts";
import { providerCatalogue } from "./provider-catalogue.ts";
import { Secret } from "./secret.ts";
import type { ConfigurationSources } from "./sources.ts";

/** How the secrets of a configuration come to the server. Names only. */
export interface SecretPlaces {
  /** Variables that hold a secret or that the file refers to. */
  readonly variables: readonly string[];
  /** Keys whose secret stands in the file itself, with the variable that could hold it instead. */
  readonly literals: readonly { readonly key: string; readonly variable: string | null }[];
  /** Keys that the file builds from `${NAME}`. */
  readonly composed: readonly string[];
}

export function secretPlaces(sources: ConfigurationSources, { values }: Configuration): SecretPlaces {
  const text = sources.file?.text ?? "";
  const variables = new Set(referredVariables(text));
  const literals: { key: string; variable: string | null }[] = [];
  const composed: string[] = [];
  for (const path of values.paths()) {
    const value = values.value(path);
    if (!(value instanceof Secret)) continue;
    const origin = values.origin(path);
    if (origin.kind === "variable") variables.add(origin.variable);
    else if (origin.kind === "secret-file") variables.add(origin.variable.replace(/_FILE$/, ""));
    else if (origin.kind === "file") {
      if (standsIn(text, value.reveal(), values.isLiteral(path)))
        literals.push({ key: path, variable: variableOf(path) });
      else composed.push(path);
    }
  }
  variables.delete(masterKeyVariable);
  return { variables: [...variables].sort(), literals, composed };
}

/** A value made from `${NAME}` does not stand in the file as a whole; bytes are read from one text or one variable. */
function standsIn(text: string, value: unknown, literal: boolean): boolean {
  if (value instanceof Uint8Array) return literal;
  const texts = typeof value === "string" ? [value] : Object.values(value as Record<string, string>);
  return texts.some((each) => text.includes(JSON.stringify(each)));
}

function variableOf(path: string): string | null {
  const provider = /^providers\.([^.]+)\.api_key$/.exec(path)?.[1];
  if (provider !== undefined && Object.hasOwn(providerCatalogue, provider)) {
    return providerCatalogue[provider]?.variables[0] ?? null;
  }
  return path.startsWith("providers.") ? null : (keyOf(path as KeyPath).variables?.[0] ?? null);
}

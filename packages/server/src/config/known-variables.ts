import { keyOf, keyPaths } from "./keys.ts";
import { providerCatalogue } from "./provider-catalogue.ts";

export const masterKeyVariable = "ENTOBOT_MASTER_KEY";
export const masterKeyCredential = "entobot-master-key";

/** Variables that hold secrets: each may also be given as NAME_FILE. */
export const secretVariables: readonly string[] = [
  masterKeyVariable,
  ...keyPaths.flatMap((path) => keyOf(path).variables ?? []),
  ...Object.values(providerCatalogue).flatMap((facts) => facts.variables),
];

const ownVariables: ReadonlySet<string> = new Set([
  "ENTOBOT_HOME",
  "ENTOBOT_CONFIG",
  ...secretVariables.flatMap((name) => [name, `${name}_FILE`]),
]);

/** A misspelt variable would be silence where somebody meant a secret. Returns what was probably meant. */
export function findMeantVariable(
  name: string,
  distance: (a: string, b: string) => number,
): string | undefined {
  if (ownVariables.has(name)) return undefined;
  return [...ownVariables]
    .filter((own) => own.startsWith("ENTOBOT_"))
    .find((own) => distance(name, own) <= 2);
}

import { type ProviderFacts, providerCatalogue } from "./provider-catalogue.ts";
import type { Values } from "./values.ts";

export interface ProviderSettings {
  readonly name: string;
  readonly wire: ProviderFacts["wire"];
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly hasKey: boolean;
  /** File or environment name it: its address may be in the company's own network. */
  readonly byOperator: boolean;
  /** Empty: any model. */
  readonly models: readonly string[];
  readonly region: string;
  readonly baa: boolean;
}

export const factsOf = (name: string): ProviderFacts | undefined =>
  Object.hasOwn(providerCatalogue, name) ? providerCatalogue[name] : undefined;

/** A provider that the catalogue does not know speaks the OpenAI-compatible wire at its own address. */
export function providerSettings(name: string, values: Values): ProviderSettings {
  const facts = factsOf(name);
  return {
    name,
    wire: facts?.wire ?? "openai-compatible",
    baseUrl: values.ofProvider(name, "api_base") ?? facts?.baseUrl ?? "",
    hasKey: values.ofProvider(name, "api_key") !== null,
    byOperator: !values.isConsoleProvider(name),
    models: values.ofProvider(name, "models"),
    region: values.ofProvider(name, "region"),
    baa: values.ofProvider(name, "baa"),
  };
}

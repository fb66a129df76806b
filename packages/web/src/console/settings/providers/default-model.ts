import type { Model } from "@entobot/contract/conversations";
import type { ProviderView } from "@entobot/contract/settings";

/** A choice of the list: nothing (the first provider decides), a model, or any model of a provider. */
export const automatic = "";
export const anyOf = (provider: string): string => `any:${provider}`;
export const providerOfAny = (choice: string): string | undefined =>
  choice.startsWith("any:") ? choice.slice(4) : undefined;

/** `provider/model`, where the name does not say the provider already. */
export const fullName = (provider: string, model: string): string =>
  model.startsWith(`${provider}/`) ? model : `${provider}/${model}`;

export interface ModelGroup {
  readonly provider: string;
  readonly models: readonly string[];
  /** It takes any name. */
  readonly any: boolean;
}

/** The models by provider, in the order in which providers come; the built-in one last. */
export function modelGroups(
  models: readonly Model[],
  providers: readonly Pick<ProviderView, "name" | "models">[],
): readonly ModelGroup[] {
  const names = [...providers.map(({ name }) => name), "builtin"];
  return names.map((provider) => ({
    provider,
    models: models.filter((model) => model.provider === provider).map(({ id }) => id),
    any: providers.some(({ name, models }) => name === provider && models.length === 0),
  }));
}

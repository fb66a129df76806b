import type { ChangeSettings, ProviderView, SettingsView, TestProvider } from "@entobot/contract/settings";
import { linesOf } from "../setting-entry.ts";

/** A provider as it stands in the form. The key is only what was typed: a stored one never comes here. */
export interface ProviderDraft {
  readonly name: string;
  readonly baseUrl: string;
  readonly key: string;
  /** One on each line. */
  readonly models: string;
}

export const emptyDraft = (name: string): ProviderDraft => ({ name, baseUrl: "", key: "", models: "" });

export const draftOf = ({ name, base_url, models }: ProviderView): ProviderDraft => ({
  ...{ name, key: "" },
  baseUrl: base_url,
  models: models.join("\n"),
});

export type ProviderField = "api_base" | "api_key" | "models";
export const pathOf = (name: string, field: ProviderField): string => `providers.${name}.${field}`;

export const nameForm = /^[a-z][a-z0-9_-]{0,39}$/;

/** Why this name cannot be a new provider's. */
export function nameFault(name: string, { providers }: Pick<SettingsView, "providers">): string | undefined {
  if (!nameForm.test(name)) return "Small letters, digits, - and _; it begins with a letter.";
  if (name === "builtin") return "This name is taken by the built-in model.";
  if (providers.some((provider) => provider.name === name))
    return "A provider of this name is set up already. Change that one.";
  return undefined;
}

/** A stored key is never sent to another address than the one it was entered for. */
export function needsKeyAgain({ baseUrl, key }: ProviderDraft, stored: ProviderView | undefined): boolean {
  return stored?.has_key === true && key === "" && hostOf(baseUrl) !== hostOf(stored.base_url);
}

const hostOf = (url: string): string => (URL.canParse(url.trim()) ? new URL(url.trim()).origin : url.trim());

/** What would have to be stored; empty when the form says what is in force. */
export function changesOf(
  draft: ProviderDraft,
  stored: ProviderView | undefined,
  { known_providers }: Pick<SettingsView, "known_providers">,
): ChangeSettings["changes"] {
  const before = stored ?? {
    base_url: known_providers.find(({ name }) => name === draft.name)?.base_url ?? "",
    models: [],
  };
  const url = draft.baseUrl.trim();
  const key = draft.key.trim();
  const models = linesOf(draft.models);
  return {
    ...(url !== "" && url !== before.base_url && { [pathOf(draft.name, "api_base")]: url }),
    ...(key !== "" && { [pathOf(draft.name, "api_key")]: key }),
    ...(models.join("\n") !== before.models.join("\n") && {
      [pathOf(draft.name, "models")]: models.length > 0 ? models : null,
    }),
  };
}

/** The question to the provider as the form says it, or as it is stored where the form says nothing new. */
export function testOf(draft: ProviderDraft, stored: ProviderView | undefined, model: string): TestProvider {
  const url = draft.baseUrl.trim();
  const key = draft.key.trim();
  return {
    ...{ provider: draft.name, model: model.trim() },
    ...(key !== "" && { api_key: key }),
    ...(url !== "" && url !== stored?.base_url && { api_base: url }),
  };
}

/** Everything that the console stored of a provider, taken away; and the choice of it as the usual one with it. */
export const removalOf = (name: string): ChangeSettings["changes"] => ({
  [pathOf(name, "api_key")]: null,
  [pathOf(name, "api_base")]: null,
  [pathOf(name, "models")]: null,
});

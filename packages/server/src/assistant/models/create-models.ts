import type { Model } from "@entobot/contract/conversations";
import { Failure } from "../../pure/failure.ts";
import { chooseModel, displayName, firstModel } from "./choose-model.ts";
import type { LanguageModel } from "./model.ts";
import type { Models } from "./models.ts";
import type { ProviderConnection } from "./provider.ts";
import { providerModel } from "./provider-model.ts";

export interface ModelsDeps {
  readonly providers: readonly ProviderConnection[];
  /** As the operator named it; null: one of the first provider, else the built-in. */
  readonly defaultModel: string | null;
  readonly rehearsal: LanguageModel;
  /** How a provider is talked to; `privateAddress` says whether its address may be the company's own. */
  readonly fetchFor: (options: { readonly privateAddress: boolean }) => typeof globalThis.fetch;
}

export function createModels({ providers, defaultModel, rehearsal, fetchFor }: ModelsDeps): Models {
  const made = new Map<string, LanguageModel>();
  const defaultId = defaultModel ?? firstModel(providers) ?? rehearsal.id;

  function find(name = defaultId): LanguageModel {
    if (name === rehearsal.id) return rehearsal;
    const choice = chooseModel(name, providers);
    const connection = choice && providers.find((one) => one.name === choice.provider);
    if (!choice || !connection) throw new Failure("model_unknown");
    const id = displayName(choice.provider, choice.model);
    const before = made.get(id);
    if (before) return before;
    const model = providerModel(connection, choice.model, fetchFor(connection));
    // Names come from people: what is kept of them is bounded.
    if (made.size < 1_000) made.set(id, model);
    return model;
  }

  function list(): readonly Model[] {
    const named = providers.flatMap(({ name, models }) =>
      models.map((model) => ({ id: displayName(name, model), provider: name })),
    );
    const first = chooseModel(defaultId, providers);
    const usual = first && { id: displayName(first.provider, first.model), provider: first.provider };
    const all = [...named, ...(usual ? [usual] : []), { id: rehearsal.id, provider: "builtin" }];
    const unique = new Map(all.map((model) => [model.id, model]));
    const standard = usual?.id ?? defaultId;
    return [...unique.values()].map((model) => ({ ...model, default: model.id === standard }));
  }

  return { find, list, defaultId };
}

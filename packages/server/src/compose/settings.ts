import { askOnce, chooseModel, providerConnections, rehearsalId, usualModel } from "../assistant/index.ts";
import type { Configuration } from "../config/index.ts";
import {
  type AskProvider,
  createSettings,
  type FindFaults,
  type HouseSettings,
} from "../operations/index.ts";
import { Failure } from "../pure/failure.ts";
import type { FetchFor } from "./assistant.ts";
import type { House } from "./house.ts";

interface Parts {
  readonly house: House;
  readonly fetchFor: FetchFor;
  readonly defaultModel: () => string;
}

/** What the console may change, together with what only the assistant can know about models. */
export function composeSettings({ house, fetchFor, defaultModel }: Parts): HouseSettings {
  const { configuration, database, audit, keys, storedSettings, inputs } = house;
  return createSettings({
    ...{ database, audit, configuration, defaultModel, usualModel },
    sealing: keys,
    clock: inputs.clock,
    stored: storedSettings,
    findFaults: findModelFaults,
    askProvider: askProvider(fetchFor),
  });
}

const question = "Say hello in one short sentence.";

const askProvider =
  (fetchFor: FetchFor): AskProvider =>
  async ({ configuration, provider, model, call }) => {
    const connection = providerConnections(configuration).find(({ name }) => name === provider);
    if (!connection) throw new Failure("model_unknown");
    return askOnce(connection, model, fetchFor(connection), { call, question });
  };

/** A default model that nobody serves would leave every question without an answer. */
export const findModelFaults: FindFaults = (configuration: Configuration) => {
  const { model } = configuration.settings.assistant;
  if (model === null || model === rehearsalId) return [];
  if (chooseModel(model, providerConnections(configuration))) return [];
  return [
    {
      path: "agents.defaults.model",
      message: "is a model that no provider here serves. Choose another default model first.",
    },
  ];
};

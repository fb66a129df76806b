import type { Status } from "@entobot/contract/health";
import type { Permission } from "@entobot/contract/permissions";
import { assertMay, decide } from "../access/index.ts";
import {
  type AboutServer,
  type Assistant,
  closeInterruptedTurns,
  createAssistant,
  createModels,
  createRehearsal,
  defaultLimits,
  listWorkspace,
  type Models,
  providerConnections,
} from "../assistant/index.ts";
import type { Log } from "../log/index.ts";
import { createFetch } from "../net/create-fetch.ts";
import type { House } from "./house.ts";
import type { LiveConfiguration } from "./live-configuration.ts";

/** How a provider is talked to; only what the operator named may be at a private address. */
export type FetchFor = (provider: { readonly privateAddress: boolean }) => typeof globalThis.fetch;

export interface ComposedAssistant {
  readonly assistant: Assistant;
  readonly defaultModel: () => string;
  readonly fetchFor: FetchFor;
  close(): Promise<void>;
}

interface Parts {
  readonly house: House;
  readonly log: Log;
  readonly status: () => Promise<Status>;
}

const megabyte = 1024 * 1024;

export async function composeAssistant({ house, log, status }: Parts): Promise<ComposedAssistant> {
  const { configuration, database, audit, identity, keys, newId } = house;
  const { clock } = house.inputs;
  const outbound = {
    public: createFetch({ allowPrivate: false, maxResponseBytes: 64 * megabyte }),
    private: createFetch({ allowPrivate: true, maxResponseBytes: 64 * megabyte }),
  };
  const fetchFor: FetchFor = ({ privateAddress }) =>
    (privateAddress ? outbound.private : outbound.public).fetch;
  const models = liveModels(configuration, {
    rehearsal: createRehearsal({
      about: aboutServer(house, status),
      decide,
      refused: (call, permission: Permission) =>
        audit.note(call, { event: "access_denied", outcome: "denied", details: { what: permission } }),
    }),
    fetchFor,
  });
  const deps = {
    ...{ database, audit, keys, decide, clock, newId, log, models },
    tools: [listWorkspace(configuration.settings.tools.workspace)],
    limits: liveLimits(configuration),
    sessions: identity.sessions,
  };
  const interrupted = await closeInterruptedTurns(deps);
  if (interrupted > 0) log.warn("Closed turns that a crash had cut", { turns: interrupted });
  return {
    assistant: createAssistant(deps),
    defaultModel: () => models.defaultId,
    fetchFor,
    close: async () => {
      await Promise.all([outbound.public.close(), outbound.private.close()]);
    },
  };
}

/** Asked at each turn, so that SIGHUP changes the next one. */
function liveLimits(configuration: LiveConfiguration): typeof defaultLimits {
  return {
    ...defaultLimits,
    get toolRounds() {
      return configuration.settings.assistant.maxToolIterations;
    },
    get maxTokens() {
      return configuration.settings.assistant.maxTokens;
    },
    get temperature() {
      return configuration.settings.assistant.temperature;
    },
  };
}

/** Made anew when the configuration was: keys, addresses and the default follow SIGHUP. */
function liveModels(
  configuration: LiveConfiguration,
  rest: Omit<Parameters<typeof createModels>[0], "providers" | "defaultModel">,
): Models {
  let madeFrom = configuration.current;
  const make = () =>
    createModels({
      ...rest,
      providers: providerConnections(madeFrom),
      defaultModel: madeFrom.settings.assistant.model,
    });
  let made = make();
  const current = () => {
    if (madeFrom !== configuration.current) {
      madeFrom = configuration.current;
      made = make();
    }
    return made;
  };
  return {
    find: (name) => current().find(name),
    list: () => current().list(),
    get defaultId() {
      return current().defaultId;
    },
  };
}

/** What the built-in model may ask, each question as the person's own. */
function aboutServer({ identity, audit }: House, status: Parts["status"]): AboutServer {
  return {
    async status(call) {
      assertMay(call.principal, "status.read");
      return status();
    },
    async devices(call) {
      assertMay(call.principal, "devices.own");
      return (await identity.devices.list(call, { limit: 100 })).items;
    },
    async recordHead(call) {
      assertMay(call.principal, "audit.read");
      return audit.head();
    },
  };
}

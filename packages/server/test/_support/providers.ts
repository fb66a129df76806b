import { LLMock } from "@copilotkit/aimock";
import { afterAll, beforeAll } from "vitest";
import { decide } from "../../src/access/index.ts";
import {
  createModels,
  createRehearsal,
  type ModelEvent,
  type ModelRequest,
  type Models,
  type ProviderConnection,
} from "../../src/assistant/index.ts";
import { createFetch } from "../../src/net/create-fetch.ts";
import { caller } from "./assistant.ts";

export const wires = ["openai", "anthropic", "gemini", "openrouter", "openai-compatible"] as const;
export type Wire = (typeof wires)[number];

const basePaths: Record<Wire, string> = {
  openai: "/v1",
  anthropic: "/v1",
  gemini: "/v1beta",
  openrouter: "/api/v1",
  "openai-compatible": "/v1",
};

/** One server that speaks every provider's wire, for the calling file. */
export function providerPeer(options: ConstructorParameters<typeof LLMock>[0] = {}): LLMock {
  const peer = new LLMock({ port: 0, logLevel: "silent", chunkSize: 7, ...options });
  beforeAll(() => peer.start());
  afterAll(() => peer.stop());
  return peer;
}

export function connectionTo(
  wire: Wire,
  url: string,
  changes: Partial<ProviderConnection> = {},
): ProviderConnection {
  return {
    name: wire === "openai-compatible" ? "house" : wire,
    wire,
    baseUrl: `${url}${basePaths[wire]}`,
    apiKey: () => `key-of-${wire}`,
    headers: () => ({}),
    models: [],
    privateAddress: true,
    ...changes,
  };
}

export function modelsOf(
  providers: readonly ProviderConnection[],
  defaultModel: string | null = null,
  maxResponseBytes = 10_000_000,
): Models {
  const guarded = createFetch({ allowPrivate: true, maxResponseBytes, connectTimeoutMs: 2_000 });
  const strict = createFetch({ allowPrivate: false, maxResponseBytes });
  afterAll(() => Promise.all([guarded.close(), strict.close()]));
  const nobody = () => Promise.reject(new Error("not in this test"));
  return createModels({
    providers,
    defaultModel,
    rehearsal: createRehearsal({
      about: { status: nobody, devices: nobody, recordHead: nobody },
      decide,
      refused: () => {},
    }),
    fetchFor: ({ privateAddress }) => (privateAddress ? guarded.fetch : strict.fetch),
  });
}

export const ask = (text: string, changes: Partial<ModelRequest> = {}): ModelRequest => ({
  call: caller(),
  system: "be brief",
  messages: [{ role: "user", text }],
  tools: [],
  maxTokens: 500,
  temperature: null,
  signal: new AbortController().signal,
  ...changes,
});

export async function collectEvents(stream: AsyncIterable<ModelEvent>): Promise<ModelEvent[]> {
  const events: ModelEvent[] = [];
  for await (const event of stream) if (event.type !== "alive") events.push(event);
  return events;
}

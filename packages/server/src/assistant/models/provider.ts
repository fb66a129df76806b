import type { createOpenAI } from "@ai-sdk/openai";
import type { ProviderFacts } from "../../config/index.ts";

/** One configured provider, with all that is needed to ask it. */
export interface ProviderConnection {
  readonly name: string;
  readonly wire: ProviderFacts["wire"];
  readonly baseUrl: string;
  /** Read when it is used, so that a rotated key is the next request's. */
  readonly apiKey: () => string | null;
  readonly headers: () => Readonly<Record<string, string>>;
  readonly models: readonly string[];
  /** The operator named the address in the configuration: it may be on this machine or in the company's own network. */
  readonly privateAddress: boolean;
}

/** The provider interface of the AI SDK (version 4 of its language model). */
export type SdkModel = ReturnType<ReturnType<typeof createOpenAI>["chat"]>;
export type SdkRequest = Parameters<SdkModel["doStream"]>[0];
export type SdkPart =
  Awaited<ReturnType<SdkModel["doStream"]>>["stream"] extends ReadableStream<infer Part> ? Part : never;

/**
 * Loads a provider's package at its first use (they cost start time and memory that a server without that provider
 * should not pay). Key, address and fetch are always given: nothing is looked up in the environment.
 */
export async function loadModel(
  connection: ProviderConnection,
  model: string,
  fetch: typeof globalThis.fetch,
): Promise<SdkModel> {
  const { name, baseUrl: baseURL } = connection;
  const apiKey = connection.apiKey() ?? "";
  const settings = { apiKey, baseURL, fetch, headers: { ...connection.headers() } };
  switch (connection.wire) {
    case "anthropic": {
      const { createAnthropic } = await import("@ai-sdk/anthropic");
      return createAnthropic(settings).languageModel(model);
    }
    case "openai": {
      const { createOpenAI } = await import("@ai-sdk/openai");
      // The chat interface: the newer one keeps conversations at the vendor unless told otherwise.
      return createOpenAI(settings).chat(model);
    }
    case "gemini": {
      const { createGoogleGenerativeAI } = await import("@ai-sdk/google");
      return createGoogleGenerativeAI(settings).languageModel(model);
    }
    case "openrouter": {
      const { createOpenRouter } = await import("@openrouter/ai-sdk-provider");
      return createOpenRouter({ ...settings, compatibility: "strict" }).chat(model);
    }
    case "openai-compatible": {
      const { createOpenAICompatible } = await import("@ai-sdk/openai-compatible");
      const { apiKey: key, ...rest } = settings;
      return createOpenAICompatible({
        ...rest,
        name,
        includeUsage: true,
        ...(key && { apiKey: key }),
      }).chatModel(model);
    }
  }
}

import type { PersonCall } from "../pure/call.ts";
import { displayName } from "./models/choose-model.ts";
import { ModelFailure, type ModelFailureReason } from "./models/model-failure.ts";
import type { ProviderConnection } from "./models/provider.ts";
import { providerModel } from "./models/provider-model.ts";
import { modelStep } from "./turns/model-step.ts";

export interface AskedOnce {
  /** As people name it. */
  readonly model: string;
  readonly answer: string;
  readonly fault: ModelFailureReason | null;
  readonly latencyMs: number;
}

const wholeMs = 25_000;
const silenceMs = 20_000;
/** Some models think before they speak, and are billed for it. */
const maxTokens = 512;
const answerCharacters = 2_000;

/** One question to one model of one provider, tried once, bounded in time and length; no conversation, no tools. */
export async function askOnce(
  connection: ProviderConnection,
  model: string,
  fetch: typeof globalThis.fetch,
  { call, question }: { call: PersonCall; question: string },
): Promise<AskedOnce> {
  const id = displayName(connection.name, model);
  const signal = AbortSignal.timeout(wholeMs);
  const began = performance.now();
  let answer = "";
  const ended = (fault: ModelFailureReason | null): AskedOnce => ({
    ...{ model: id, answer, fault },
    latencyMs: performance.now() - began,
  });
  try {
    await modelStep(
      providerModel(connection, model, fetch),
      {
        ...{ call, signal, tools: [], maxTokens, temperature: null },
        system: "You are tried out by an administrator. Answer briefly.",
        messages: [{ role: "user", text: question }],
      },
      {
        ...{ silenceMs, retryMs: 0, retryPauseMs: 1_000, answerCharacters },
        onText: (text) => {
          answer += text;
        },
      },
    );
    return ended(null);
  } catch (error) {
    if (signal.aborted) return ended("out_of_time");
    if (error instanceof ModelFailure) return ended(error.reason);
    throw error;
  }
}

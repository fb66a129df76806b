import type { ProviderFault } from "@entobot/contract/settings";
import type { Configuration } from "../../config/index.ts";
import type { PersonCall } from "../../pure/call.ts";

export interface ProviderQuestion {
  readonly configuration: Configuration;
  readonly provider: string;
  readonly model: string;
  readonly call: PersonCall;
}

export interface ProviderAnswer {
  /** As people name it. */
  readonly model: string;
  readonly answer: string;
  readonly fault: ProviderFault | null;
  readonly latencyMs: number;
}

/** One live question to a provider; the assistant has it, compose hands it in. Does not throw for what a provider does. */
export type AskProvider = (question: ProviderQuestion) => Promise<ProviderAnswer>;

import type { Usage } from "@entobot/contract/conversations";
import type { PersonCall } from "../../pure/call.ts";
import type { JsonObject } from "../../pure/json.ts";

/** What a model is told. The one form that the loop knows; each model converts at its own border. */
export type ModelMessage =
  | { readonly role: "user"; readonly text: string }
  | { readonly role: "assistant"; readonly text: string; readonly calls: readonly ToolCall[] }
  | { readonly role: "tool"; readonly call: ToolCall; readonly result: string; readonly failed: boolean };

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** As the model wrote it: judged by the tool's own schema, never trusted. */
  readonly input: unknown;
  /** What the model's provider wants back with the call, in this turn only (signatures of hidden reasoning). */
  readonly opaque?: unknown;
}

export interface ToolDescription {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the arguments. */
  readonly parameters: JsonObject;
}

export interface ModelRequest {
  /** On whose behalf. Models of a provider learn nothing of it. */
  readonly call: PersonCall;
  readonly system: string;
  readonly messages: readonly ModelMessage[];
  readonly tools: readonly ToolDescription[];
  readonly maxTokens: number | null;
  readonly temperature: number | null;
  readonly signal: AbortSignal;
}

/** What a model says, in order. `alive` is a sign of life without content (thinking, keep-alive). `end` is the last one. */
export type ModelEvent =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "tool_call"; readonly call: ToolCall }
  | { readonly type: "alive" }
  | { readonly type: "usage"; readonly usage: Usage }
  | { readonly type: "end"; readonly reason: "stop" | "tool_calls" | "length" | "refused" };

export interface LanguageModel {
  /** As people name it, with its provider: `openai/gpt-5`. */
  readonly id: string;
  /** Throws ModelFailure. A stream that stops without `end` is a failure too. */
  stream(request: ModelRequest): AsyncIterable<ModelEvent>;
}

import { setImmediate as nextTick } from "node:timers/promises";
import type { LanguageModel, ModelEvent, ModelRequest } from "./model.ts";
import { type RehearsalDeps, rehearsalReply } from "./rehearsal-reply.ts";

export const rehearsalId = "builtin/rehearsal";

/**
 * The built-in stand-in: no network, no randomness, and no language model. It makes everything around a model
 * (streaming, tools, the record) work and be tested without a key.
 */
export function createRehearsal(deps: RehearsalDeps): LanguageModel {
  return {
    id: rehearsalId,
    async *stream(request: ModelRequest): AsyncGenerator<ModelEvent> {
      const reply = await rehearsalReply(deps, request);
      let characters = 0;
      for (const text of pieces(reply.text)) {
        request.signal.throwIfAborted();
        characters += text.length;
        yield { type: "text", text };
        await nextTick();
      }
      for (const call of reply.calls) yield { type: "tool_call", call };
      const asked = request.messages.reduce((sum, message) => sum + JSON.stringify(message).length, 0);
      yield { type: "usage", usage: { input_tokens: words(asked), output_tokens: words(characters) } };
      yield { type: "end", reason: reply.calls.length > 0 ? "tool_calls" : "stop" };
    },
  };
}

/** A few words at a time, as a model would send them. */
const pieces = (text: string): string[] => text.match(/\s*\S+(?:\s+\S+){0,3}\s*/g) ?? [];

const words = (characters: number): number => Math.ceil(characters / 4);

import { displayName } from "./choose-model.ts";
import { judgeFailure } from "./judge-failure.ts";
import type { LanguageModel, ModelEvent, ModelRequest, ToolCall } from "./model.ts";
import { ModelFailure } from "./model-failure.ts";
import { loadModel, type ProviderConnection, type SdkModel, type SdkPart } from "./provider.ts";
import { sdkRequest } from "./sdk-request.ts";

/** A provider's model: the only place where the loop's form meets the SDK's. */
export function providerModel(
  connection: ProviderConnection,
  model: string,
  fetch: typeof globalThis.fetch,
): LanguageModel {
  return {
    id: displayName(connection.name, model),
    async *stream(request: ModelRequest): AsyncGenerator<ModelEvent> {
      try {
        const sdk: SdkModel = await loadModel(connection, model, fetch);
        const { stream } = await sdk.doStream(sdkRequest(request));
        for await (const part of stream) {
          const event = eventOf(part);
          if (!event) continue;
          for (const one of event) yield one;
          if (part.type === "finish") return;
        }
      } catch (error) {
        if (request.signal.aborted) throw request.signal.reason;
        throw judgeFailure(error);
      }
    },
  };
}

/** Undefined: nothing that anybody needs to know. */
function eventOf(part: SdkPart): readonly ModelEvent[] | undefined {
  switch (part.type) {
    case "text-delta":
      return [{ type: "text", text: part.delta }];
    case "tool-call":
      return part.providerExecuted ? undefined : [{ type: "tool_call", call: toolCall(part) }];
    case "reasoning-delta":
    case "tool-input-delta":
    case "ping":
    case "response-metadata":
      return [{ type: "alive" }];
    case "finish":
      return finish(part);
    case "error":
      throw judgeFailure(part.error);
    default:
      return undefined;
  }
}

function toolCall(part: Extract<SdkPart, { type: "tool-call" }>): ToolCall {
  let input: unknown;
  try {
    input = JSON.parse(part.input === "" ? "{}" : part.input);
  } catch {
    // Not JSON: the tool's schema refuses it in words.
    input = part.input;
  }
  return { id: part.toolCallId, name: part.toolName, input, opaque: part.providerMetadata };
}

function finish({ usage, finishReason }: Extract<SdkPart, { type: "finish" }>): ModelEvent[] {
  const { unified, raw } = finishReason;
  const cut = unified === "error" || unified === "interrupted" || (unified === "other" && raw === undefined);
  if (cut) throw new ModelFailure("malformed");
  const input = usage.inputTokens.total;
  const output = usage.outputTokens.total;
  const counted: ModelEvent[] =
    input === undefined || output === undefined
      ? []
      : [
          {
            type: "usage",
            usage: {
              input_tokens: Math.max(0, Math.round(input)),
              output_tokens: Math.max(0, Math.round(output)),
            },
          },
        ];
  const reasons = { "content-filter": "refused", length: "length", "tool-calls": "tool_calls" } as const;
  const reason = unified in reasons ? reasons[unified as keyof typeof reasons] : "stop";
  return [...counted, { type: "end", reason }];
}

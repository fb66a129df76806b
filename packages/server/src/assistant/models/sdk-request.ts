import type { ModelMessage, ModelRequest, ToolCall } from "./model.ts";
import type { SdkRequest } from "./provider.ts";

type Prompt = SdkRequest["prompt"];
type Options = NonNullable<Prompt[number]["providerOptions"]>;

export function sdkRequest(request: ModelRequest): SdkRequest {
  const { tools, maxTokens, temperature, signal } = request;
  return {
    prompt: [{ role: "system", content: request.system }, ...request.messages.map(promptMessage)],
    abortSignal: signal,
    ...(maxTokens !== null && { maxOutputTokens: maxTokens }),
    ...(temperature !== null && { temperature }),
    ...(tools.length > 0 && {
      tools: tools.map(({ name, description, parameters }) => ({
        type: "function" as const,
        name,
        description,
        inputSchema: parameters as NonNullable<
          Extract<NonNullable<SdkRequest["tools"]>[number], { type: "function" }>
        >["inputSchema"],
      })),
      toolChoice: { type: "auto" as const },
    }),
  };
}

function promptMessage(message: ModelMessage): Prompt[number] {
  switch (message.role) {
    case "user":
      return { role: "user", content: [{ type: "text", text: message.text }] };
    case "assistant":
      return {
        role: "assistant",
        content: [
          ...(message.text === "" ? [] : [{ type: "text" as const, text: message.text }]),
          ...message.calls.map(callPart),
        ],
      };
    case "tool":
      return {
        role: "tool",
        content: [
          {
            type: "tool-result",
            toolCallId: message.call.id,
            toolName: message.call.name,
            output: { type: message.failed ? "error-text" : "text", value: message.result },
          },
        ],
      };
  }
}

const callPart = (call: ToolCall) => ({
  type: "tool-call" as const,
  toolCallId: call.id,
  toolName: call.name,
  // A call with arguments that were no object goes back as an empty one: some providers refuse anything else.
  input: typeof call.input === "object" && call.input !== null ? call.input : {},
  ...(call.opaque !== undefined && { providerOptions: call.opaque as Options }),
});

import type { ModelMessage, ToolCall } from "../models/model.ts";
import type { HistoryEntry } from "./recent-history.ts";

/**
 * Earlier entries as a model reads them: a tool's entry becomes the call that asked for it and its result. Cut from
 * the front to `characters`; what is left never begins with a result whose question was cut.
 */
export function historyFor(messages: readonly HistoryEntry[], characters: number): ModelMessage[] {
  let budget = characters;
  let first = messages.length;
  while (first > 0) {
    const message = messages[first - 1] as HistoryEntry;
    budget -= message.content.length + (message.tool?.result.length ?? 0);
    if (budget < 0) break;
    first--;
  }
  while (first < messages.length && messages[first]?.role !== "user") first++;
  return messages.slice(first).flatMap(asRead);
}

function asRead(message: HistoryEntry): ModelMessage[] {
  if (message.role === "user") return [{ role: "user", text: message.content }];
  if (message.role === "assistant") {
    return message.content === "" ? [] : [{ role: "assistant", text: message.content, calls: [] }];
  }
  if (!message.tool) return [];
  const { name, arguments: input, result, outcome } = message.tool;
  const call: ToolCall = { id: `call_${message.seq}`, name, input };
  return [
    { role: "assistant", text: "", calls: [call] },
    { role: "tool", call, result, failed: outcome !== "executed" },
  ];
}

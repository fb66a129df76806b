import { z } from "zod";
import type { EventDraft } from "../../audit/index.ts";
import type { JsonObject } from "../../pure/json.ts";
import type { Entry } from "../append-entry.ts";
import type { AssistantDeps } from "../deps.ts";
import type { ModelMessage, ToolCall, ToolDescription } from "../models/model.ts";
import { callTool, type ToolOutcome } from "../tools/call-tool.ts";
import type { Tool } from "../tools/tool.ts";
import type { Turn } from "./turn.ts";

/** Stores, records and announces an entry of the turn. */
export type Write = (entry: Entry) => Promise<void>;

/** Runs the calls one after the other. Each is stored and chained before the model hears its result. */
export async function runCalls(
  deps: AssistantDeps,
  write: Write,
  turn: Turn,
  calls: readonly ToolCall[],
): Promise<ModelMessage[]> {
  const results: ModelMessage[] = [];
  for (const call of calls) {
    turn.stop.signal.throwIfAborted();
    const outcome = await callTool(
      {
        tools: deps.tools,
        decide: deps.decide,
        failed: (error) => deps.log.error("a tool failed", { tool: call.name.slice(0, 64) }, error),
      },
      turn.call,
      call,
    );
    await write({
      call: turn.call,
      personId: turn.call.principal.personId,
      conversationId: turn.conversationId,
      role: "tool",
      content: "",
      tool: outcome.activity,
      model: turn.model.id,
      turn: null,
      event: await eventOf(deps, turn, outcome),
    });
    const failed = outcome.activity.outcome !== "executed";
    results.push({ role: "tool", call, result: outcome.result, failed });
  }
  return results;
}

/** The record holds that and how a tool was called; the arguments stand there as a digest that only their owner's key can test. */
async function eventOf({ keys }: AssistantDeps, turn: Turn, outcome: ToolOutcome): Promise<EventDraft> {
  const { activity, recorded } = outcome;
  const text = JSON.stringify(activity.arguments);
  const digest = await keys.digest(turn.call.principal.personId, "tool_arguments", text);
  return {
    event: activity.outcome === "denied" ? "tool_denied" : "tool_called",
    outcome:
      activity.outcome === "executed" ? "success" : activity.outcome === "denied" ? "denied" : "failure",
    severity: activity.outcome === "denied" ? "warning" : "info",
    details: {
      ...recorded,
      model: turn.model.id,
      answers: turn.seq,
      arguments_bytes: Buffer.byteLength(text),
      arguments_digest: digest.toString("hex"),
      result_characters: outcome.result.length,
    },
  };
}

const described = new WeakMap<readonly Tool[], readonly ToolDescription[]>();

export function describeTools(tools: readonly Tool[]): readonly ToolDescription[] {
  const before = described.get(tools);
  if (before) return before;
  const made = tools.map(({ name, description, parameters }) => {
    const { $schema: _, ...schema } = z.toJSONSchema(parameters, { io: "input" });
    return { name, description, parameters: schema as unknown as JsonObject };
  });
  described.set(tools, made);
  return made;
}

import type { ToolActivity } from "@entobot/contract/conversations";
import { cleanLine } from "@entobot/contract/text";
import type { Decide } from "../../access/index.ts";
import type { PersonCall } from "../../pure/call.ts";
import type { ToolCall } from "../models/model.ts";
import { decideTool } from "./gate.ts";
import { type Tool, ToolRefusal } from "./tool.ts";

export interface ToolOutcome {
  readonly activity: ToolActivity;
  /** What the model is told, whole. */
  readonly result: string;
  /** Closed words for the record; a name that no tool has is not repeated there. */
  readonly recorded: { readonly tool: string; readonly reason: string };
}

interface Needs {
  readonly tools: readonly Tool[];
  readonly decide: Decide;
  readonly failed: (error: unknown) => void;
}

const argumentBytes = 16 * 1024;
const modelCharacters = 32_000;
const shownCharacters = 4_000;

/** prepare (find, validate) → gate → execute → finalize. Every way out is a result that the model can read. */
export async function callTool(needs: Needs, call: PersonCall, asked: ToolCall): Promise<ToolOutcome> {
  const tool = needs.tools.find(({ name }) => name === asked.name);
  const finish = (outcome: ToolActivity["outcome"], reason: string, result: string): ToolOutcome => ({
    activity: {
      name: tool?.name ?? cleanLine(asked.name, 64, "unknown"),
      arguments: plainArguments(asked.input),
      outcome,
      result: cut(result, shownCharacters),
    },
    result: cut(result, modelCharacters),
    recorded: { tool: tool?.name ?? "unknown", reason },
  });
  if (!tool) return finish("denied", "unknown_tool", "Denied: there is no tool of this name.");
  const parsed = isSmall(asked.input) ? tool.parameters.safeParse(asked.input) : undefined;
  if (!parsed?.success) {
    return finish("denied", "invalid_arguments", "Denied: the arguments do not fit the tool's parameters.");
  }
  const verdict = decideTool(tool, call.principal, needs.decide);
  if (!verdict.allow) return finish("denied", verdict.reason, verdict.words);
  try {
    return finish("executed", "allowed", await tool.run(call, parsed.data));
  } catch (error) {
    if (error instanceof ToolRefusal) return finish("failed", "refused", error.message);
    needs.failed(error);
    return finish("failed", "error", "The tool failed. Nothing was changed.");
  }
}

function isSmall(input: unknown): boolean {
  return Buffer.byteLength(JSON.stringify(input) ?? "") <= argumentBytes;
}

/** What is kept (sealed) and shown of the arguments; hostile shapes are not kept. */
function plainArguments(input: unknown): Record<string, unknown> {
  if (typeof input !== "object" || input === null || Array.isArray(input) || !isSmall(input)) return {};
  return JSON.parse(JSON.stringify(input)) as Record<string, unknown>;
}

const cut = (text: string, max: number) => (text.length <= max ? text : `${text.slice(0, max - 1)}…`);

import type { Permission } from "@entobot/contract/permissions";
import type { z } from "zod";
import type { PersonCall } from "../../pure/call.ts";

/** What a tool can do to the world; the gate decides by this alone, never by what a model says. */
export interface ToolReach {
  readonly reads: readonly ("own_workspace" | "private" | "outside")[];
  readonly writes: readonly ("workspace" | "outbound" | "world")[];
}

export interface Tool<Arguments = unknown> {
  readonly name: string;
  readonly description: string;
  readonly parameters: z.ZodType<Arguments>;
  readonly permission: Permission;
  readonly reach: ToolReach;
  /** What the model is told. Throws ToolRefusal with plain words; anything else is an error of ours. */
  run(call: PersonCall, args: Arguments): Promise<string>;
}

/** What a tool could not do, in words that a person and a model may read. */
export class ToolRefusal extends Error {
  override readonly name = "ToolRefusal";
}

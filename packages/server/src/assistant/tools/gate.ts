import type { Decide } from "../../access/index.ts";
import type { Principal } from "../../pure/principal.ts";
import type { Tool } from "./tool.ts";

export type Verdict =
  | { readonly allow: true }
  | { readonly allow: false; readonly reason: "permission" | "reach"; readonly words: string };

/**
 * What any model may do without being asked: look at the person's own workspace. Everything else is denied until
 * somebody can be asked for approval. The gate assumes a model that obeys every instruction it reads.
 */
export function decideTool(tool: Pick<Tool, "permission" | "reach">, who: Principal, may: Decide): Verdict {
  if (!may(who, tool.permission)) {
    return {
      allow: false,
      reason: "permission",
      words: `Denied: this person has no permission ${tool.permission}.`,
    };
  }
  const harmless =
    tool.reach.writes.length === 0 && tool.reach.reads.every((what) => what === "own_workspace");
  if (!harmless) {
    return {
      allow: false,
      reason: "reach",
      words: "Denied: without approval only one's own workspace may be read.",
    };
  }
  return { allow: true };
}

import { limits } from "@entobot/contract/limits";
import type { RefreshRow } from "./refresh-store.ts";

/**
 * `rotate`: the family's newest, never used. `repeat`: the reply was lost; the same child is given again, to the direct
 * parent only, for 30 s, and only until the child is used. `reuse`: two hold the same token, and one of them stole it
 * (RFC 9700 §4.14.2).
 */
export function decideRefresh(
  row: Pick<RefreshRow, "generation" | "used_at" | "child">,
  newestGeneration: number,
  now: number,
): "rotate" | "repeat" | "reuse" {
  if (row.used_at === null) return row.generation === newestGeneration ? "rotate" : "reuse";
  const directParent = row.generation === newestGeneration - 1 && row.child !== null;
  return directParent && now - row.used_at < limits.refreshReuseWindowMs ? "repeat" : "reuse";
}

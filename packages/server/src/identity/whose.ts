import type { PersonId } from "@entobot/contract/ids";
import type { Permission } from "@entobot/contract/permissions";
import { assertMay } from "../access/index.ts";
import type { Call } from "../pure/call.ts";

/** Whose things a list shows: one's own unless others are asked for, which needs the permission. null: everybody's. */
export function decideWhose(
  call: Call,
  query: { all?: boolean; user?: PersonId },
  forOthers: Permission,
): PersonId | null {
  const { principal } = call;
  const own = principal.kind === "person" ? principal.personId : null;
  if (own !== null && !query.all && (query.user === undefined || query.user === own)) return own;
  assertMay(principal, forOthers);
  return query.user ?? null;
}

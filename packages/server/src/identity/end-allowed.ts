import type { SessionId } from "@entobot/contract/ids";
import type { Permission } from "@entobot/contract/permissions";
import { decide } from "../access/index.ts";
import type { Call } from "../pure/call.ts";
import { Failure } from "../pure/failure.ts";
import { refuse, standsAbove } from "./acting.ts";
import type { Tools } from "./deps.ts";
import { endOne } from "./end-sessions.ts";
import type { EndReason } from "./identity.ts";
import { findSessions } from "./session-store.ts";

/** Ends a session: one's own, or with the permission somebody's who may no more than oneself. */
export async function endAllowed(
  { database, audit, clock, live }: Tools,
  call: Call,
  id: SessionId,
  how: { what: string; target: string; others: Permission; reason: EndReason },
): Promise<void> {
  const { principal } = call;
  const [session] = await findSessions(database, [id]);
  if (!session) throw new Failure("not_found");
  const own = principal.kind === "person" && principal.personId === session.person_id;
  if (!own) {
    if (!decide(principal, how.others)) throw refuse(audit, call, how.what, how.target, "not_found");
    if (!standsAbove(principal, session.role)) throw refuse(audit, call, how.what, how.target);
  }
  if (session.ended_at !== null) throw new Failure("not_found");
  const ended = await audit.mutate(call, "committed", async (mutation) => {
    const ids = await endOne(mutation, id, how.reason, clock());
    // Somebody else ended it in the meantime: there is nothing left to do, and nothing to record.
    if (ids.length === 0) throw new Failure("not_found");
    return ids;
  });
  await live.changed(ended);
}

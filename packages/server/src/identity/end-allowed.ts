import type { SessionId } from "@entobot/contract/ids";
import type { Permission } from "@entobot/contract/permissions";
import { decide } from "../access/index.ts";
import type { Call } from "../pure/call.ts";
import { Failure } from "../pure/failure.ts";
import { refuse, standsAbove } from "./acting.ts";
import type { Tools } from "./deps.ts";
import { endBrowsers, endOne } from "./end-sessions.ts";
import type { EndReason } from "./identity.ts";
import { findSessions, type SessionRow } from "./session-store.ts";

/** Ends a session: one's own, or with the permission somebody's who may no more than oneself. */
export async function endAllowed(
  tools: Tools,
  call: Call,
  id: SessionId,
  how: {
    what: string;
    target: string;
    others: Permission;
    reason: EndReason;
    /** The person's browser sessions end in the same act; what that needs where they are somebody else's. */
    browsers?: Permission;
  },
): Promise<void> {
  const { audit, clock, live } = tools;
  const session = await findAllowed(tools, call, id, how);
  const ended = await audit.mutate(call, "committed", async (mutation) => {
    const ids = await endOne(mutation, id, how.reason, clock());
    // Somebody else ended it in the meantime: there is nothing left to do, and nothing to record.
    if (ids.length === 0) throw new Failure("not_found");
    if (how.browsers === undefined) return ids;
    const { principal } = call;
    const asking = principal.kind === "person" ? principal.sessionId : null;
    const browsers = await endBrowsers(mutation, session.person_id, asking, how.reason, clock());
    return [...ids, ...browsers];
  });
  await live.changed(ended);
}

/** A live session that the caller may end, or change what it belongs to. Refusals are recorded. */
export async function findAllowed(
  { database, audit }: Tools,
  call: Call,
  id: SessionId,
  how: { what: string; target: string; others: Permission; browsers?: Permission },
): Promise<SessionRow> {
  const { principal } = call;
  const [session] = await findSessions(database, [id]);
  if (!session) throw new Failure("not_found");
  const own = principal.kind === "person" && principal.personId === session.person_id;
  if (!own) {
    if (!decide(principal, how.others)) throw refuse(audit, call, how.what, how.target, "not_found");
    if (!standsAbove(principal, session.role)) throw refuse(audit, call, how.what, how.target);
    if (how.browsers && !decide(principal, how.browsers)) throw refuse(audit, call, how.what, how.target);
  }
  if (session.ended_at !== null) throw new Failure("not_found");
  return session;
}

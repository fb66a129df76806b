import type { Session } from "@entobot/contract/devices";
import { SessionId } from "@entobot/contract/ids";
import { timestamp } from "../pure/clock.ts";
import { isFailure } from "../pure/failure.ts";
import type { Tools } from "./deps.ts";
import { endAllowed } from "./end-allowed.ts";
import { idPage } from "./id-page.ts";
import type { Identity } from "./identity.ts";
import { listSessionViews, type SessionViewRow } from "./views.ts";
import { decideWhose } from "./whose.ts";

export function createSessions(tools: Tools): Identity["sessions"] {
  const { database, clock, live } = tools;

  return {
    async list(call, query) {
      const person = decideWhose(call, query, "sessions.read_all");
      const current = call.principal.kind === "person" ? call.principal.sessionId : null;
      const show = (row: SessionViewRow): Session => ({
        session_id: row.id,
        user_id: row.person_id,
        user_email: row.email,
        kind: row.device_id === null ? "browser" : "device",
        device_id: row.device_id,
        created_at: timestamp(row.created_at),
        last_seen_at: timestamp(row.last_seen_at),
        expires_at: timestamp(row.expires_at),
        current: row.id === current,
      });
      return idPage(SessionId, query, show, (before, limit) =>
        listSessionViews(database, { person, before, limit, now: clock() }),
      );
    },
    revoke: (call, id) =>
      endAllowed(tools, call, id, {
        what: "sessions.revoke",
        target: id,
        others: "sessions.revoke_any",
        reason: "revoked",
      }),
    async end(call) {
      const { sessionId } = call.principal;
      const how = { what: "sessions.end", target: sessionId, others: "sessions.revoke_any" } as const;
      try {
        await endAllowed(tools, call, sessionId, { ...how, reason: "signed_out" });
      } catch (error) {
        // Signing out twice at once is signing out.
        if (!isFailure(error, "not_found")) throw error;
      }
    },
    watch: live.watch,
    isLive: async (id) => (await live.find(id)).kind === "live",
  };
}

import type { RequestId } from "@entobot/contract/ids";
import { type Attempts, decide, type Limits } from "../access/index.ts";
import type { Audit } from "../audit/index.ts";
import type { Authenticated, Identity } from "../identity/index.ts";
import { assertPerson, type Call } from "../pure/call.ts";
import { Failure, isFailure } from "../pure/failure.ts";
import type { Principal } from "../pure/principal.ts";
import type { Access, Entry, Presented } from "./entry.ts";

/** The one gate: every request and every frame passes `admit` and `may`, in this order. */
export function createEntry(deps: {
  identity: Pick<Identity, "authenticate">;
  attempts: Pick<Attempts, "wrong">;
  limits: Pick<Limits, "chargeStranger" | "chargeEnded">;
  audit: Pick<Audit, "note">;
  newId: (prefix: "req") => RequestId;
}): Entry {
  const { identity, attempts, limits, audit, newId } = deps;

  function callOf(presented: Presented, principal: Principal): Call {
    const { address, userAgent, channel } = presented;
    return { principal, address, userAgent, channel, requestId: presented.requestId ?? newId("req") };
  }

  /** A credential that ended is no attack: only a wrong one counts against the address. */
  function refuse(presented: Presented, error: Failure): Failure {
    const call = callOf(presented, { kind: "stranger" });
    const method = presented.bearer !== undefined ? "token" : "cookie";
    const reason = error.detail ?? error.code;
    const ended = error.code === "session_ended";
    const locked = ended ? undefined : attempts.wrong(call, method, reason);
    if (locked) return locked;
    audit.note(call, {
      event: "auth_failed",
      outcome: "failure",
      severity: ended ? "info" : "warning",
      details: { method, channel: presented.channel, reason },
    });
    if (ended) limits.chargeEnded(call, presented.bearer ?? presented.cookie ?? "", method);
    else limits.chargeStranger(call, method);
    return error;
  }

  async function prove(presented: Presented): Promise<Authenticated | undefined> {
    const { bearer, cookie } = presented;
    if (bearer !== undefined && cookie !== undefined) {
      throw new Failure("invalid_request", { text: "Send a bearer token or a cookie, not both." });
    }
    if (bearer !== undefined) return identity.authenticate.accessToken(bearer);
    if (cookie !== undefined) return identity.authenticate.cookie(cookie);
    return undefined;
  }

  return {
    async admit(presented) {
      try {
        const proved = await prove(presented);
        return {
          call: callOf(presented, proved?.principal ?? { kind: "stranger" }),
          csrfToken: proved?.csrfToken ?? null,
          expiresAt: proved?.expiresAt ?? null,
        };
      } catch (error) {
        if (isFailure(error, "invalid_credentials") || isFailure(error, "session_ended")) {
          throw refuse(presented, error);
        }
        throw error;
      }
    },

    may(call, access, what) {
      if (isAllowed(call.principal, access)) return;
      audit.note(call, { event: "access_denied", outcome: "denied", severity: "warning", details: { what } });
      throw new Failure(call.principal.kind === "stranger" ? "not_authenticated" : "access_denied");
    },

    person(call) {
      assertPerson(call);
      return call;
    },
  };
}

function isAllowed(principal: Principal, access: Access): boolean {
  if (access === "public" || access === "optional") return true;
  if (access === "session") return principal.kind !== "stranger";
  return decide(principal, access);
}

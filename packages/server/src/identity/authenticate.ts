import type { SessionId } from "@entobot/contract/ids";
import { csrfTokenFor, isToken } from "../crypto/token.ts";
import { Failure } from "../pure/failure.ts";
import type { PersonPrincipal } from "../pure/principal.ts";
import type { Tools } from "./deps.ts";
import type { Identity } from "./identity.ts";
import { diesAt } from "./session-rules.ts";
import { findSessionBySecret, type SessionRow } from "./session-store.ts";
import { createVerifiedTokens } from "./verified-tokens.ts";

const capacity = 20_000;

/** Credential → live session → who. `detail` of a failure is a closed word, fit for the record. */
export function createAuthenticate(tools: Tools): Identity["authenticate"] {
  const { database, clock, live, accessTokens, hashToken } = tools;
  const verified = createVerifiedTokens(capacity);
  const sessionsOfCookies = new Map<string, SessionId>();

  const wrong = (detail: string) => new Failure("invalid_credentials", { detail });
  const ended = (detail: string) => new Failure("session_ended", { detail });

  async function findLive(id: SessionId): Promise<SessionRow> {
    const found = await live.find(id);
    if (found.kind === "live") return found.session;
    throw ended(found.kind === "ended" ? found.reason : "unknown_session");
  }

  /** A cookie's session never changes, so the way from one to the other may be remembered. */
  async function findSessionId(secret: string): Promise<SessionId | undefined> {
    const hash = hashToken(secret);
    const key = hash.toString("base64url");
    const known = sessionsOfCookies.get(key);
    if (known) return known;
    const found = await findSessionBySecret(database, hash);
    if (!found) return undefined;
    sessionsOfCookies.set(key, found);
    const [oldest] = sessionsOfCookies.size > capacity ? sessionsOfCookies.keys() : [];
    if (oldest !== undefined) sessionsOfCookies.delete(oldest);
    return found;
  }

  return {
    async cookie(secret) {
      const id = isToken(secret) ? await findSessionId(secret) : undefined;
      if (!id) throw wrong("unknown_cookie");
      const session = await findLive(id);
      return {
        principal: principalOf(session),
        csrfToken: csrfTokenFor(secret),
        expiresAt: diesAt(session),
      };
    },

    async accessToken(jwt) {
      let claims = verified.find(jwt, clock());
      if (!claims) {
        const verdict = await accessTokens.verify(jwt);
        if (verdict.kind === "expired") throw ended("expired_token");
        if (verdict.kind === "wrong") throw wrong(`token_${verdict.reason}`);
        claims = verdict.claims;
        verified.keep(jwt, claims);
      }
      const session = await findLive(claims.sessionId);
      if (session.person_id !== claims.personId || session.device_id !== claims.deviceId) {
        throw wrong("token_session");
      }
      return {
        principal: principalOf(session),
        csrfToken: null,
        expiresAt: Math.min(claims.expiresAt, session.expires_at),
      };
    },
  };
}

function principalOf(session: SessionRow): PersonPrincipal {
  return {
    kind: "person",
    personId: session.person_id,
    email: session.email,
    name: session.name,
    role: session.role,
    sessionId: session.id,
    deviceId: session.device_id,
    deviceName: session.device_name,
  };
}

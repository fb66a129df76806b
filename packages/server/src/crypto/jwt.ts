import { createHmac, createSecretKey, type KeyObject } from "node:crypto";
import { DeviceId, PersonId, SessionId } from "@entobot/contract/ids";
import { errors, jwtVerify, SignJWT } from "jose";
import { z } from "zod";
import { type Clock, unixSeconds } from "../pure/clock.ts";
import { equalBytes } from "./constant-time.ts";
import type { Random } from "./new-id.ts";

/** What an access token says. `device_id`, `device_name` and `type` are the original's claims. */
export interface AccessClaims {
  readonly sessionId: SessionId;
  readonly personId: PersonId;
  readonly deviceId: DeviceId;
  readonly expiresAt: number;
}

/** `expired`: rightly signed, too old. `wrong`: anything else; which check failed is for the record only. */
export type Verdict =
  | { readonly kind: "valid"; readonly claims: AccessClaims }
  | { readonly kind: "expired" }
  | { readonly kind: "wrong"; readonly reason: WrongToken };
export type WrongToken = "shape" | "header" | "signature" | "claims";

export interface AccessTokens {
  issue(claims: AccessClaims & { readonly deviceName: string }): Promise<string>;
  verify(token: string): Promise<Verdict>;
}

const issuer = "entobot";
const header = { alg: "HS256", typ: "at+jwt" } as const;
const headerSegment = Buffer.from(JSON.stringify(header)).toString("base64url");
const maxCharacters = 4096;
/** A clock that was set back must not turn the tokens of the last minute into forgeries. */
const clockSkewSeconds = 60;

const Claims = z.strictObject({
  device_id: DeviceId,
  device_name: z.string(),
  type: z.literal("access"),
  sid: SessionId,
  iss: z.literal(issuer),
  aud: z.literal(issuer),
  sub: PersonId,
  jti: z.string(),
  iat: z.int(),
  exp: z.int(),
});

/** HS256 access tokens (RFC 7519, RFC 9068 §2.1 for `typ`, RFC 8725). A shorter `longestMs` also holds for tokens issued before. */
export function createAccessTokens(deps: {
  secret: Uint8Array;
  longestMs: () => number;
  clock: Clock;
  random: Random;
}): AccessTokens {
  const key = createSecretKey(deps.secret);

  return {
    issue({ sessionId, personId, deviceId, deviceName, expiresAt }) {
      return new SignJWT({ device_id: deviceId, device_name: deviceName, type: "access", sid: sessionId })
        .setProtectedHeader(header)
        .setIssuer(issuer)
        .setAudience(issuer)
        .setSubject(personId)
        .setJti(deps.random(16).toString("base64url"))
        .setIssuedAt(unixSeconds(deps.clock()))
        .setExpirationTime(unixSeconds(expiresAt))
        .sign(key);
    },
    async verify(token) {
      const fault = findFault(token, key);
      if (fault) return { kind: "wrong", reason: fault };
      const now = deps.clock();
      const settings = { algorithms: [header.alg], typ: header.typ, issuer, audience: issuer };
      try {
        const { payload } = await jwtVerify(token, key, { ...settings, currentDate: new Date(now) });
        const claims = Claims.safeParse(payload);
        if (!claims.success) return { kind: "wrong", reason: "claims" };
        const { sid, sub, device_id, iat, exp } = claims.data;
        if (iat > unixSeconds(now) + clockSkewSeconds) return { kind: "wrong", reason: "claims" };
        const expiresAt = Math.min(exp * 1000, iat * 1000 + deps.longestMs());
        if (expiresAt <= now) return { kind: "expired" };
        return {
          kind: "valid",
          claims: { sessionId: sid, personId: sub, deviceId: device_id, expiresAt },
        };
      } catch (error) {
        if (error instanceof errors.JWTExpired && Claims.safeParse(error.payload).success) {
          return { kind: "expired" };
        }
        const claims = error instanceof errors.JWTClaimValidationFailed;
        return { kind: "wrong", reason: claims ? "claims" : "signature" };
      }
    },
  };
}

/**
 * Only the one spelling that we write is looked at: our very header (so alg, kid, jku, jwk, x5u, crit and b64 never reach
 * a parser), canonical base64url (jose accepts a few others), a payload that JSON writes back byte for byte (no member
 * twice). Threat S1. The signature comes before the payload: most of what is wrong ends there, and nothing that we did not
 * write is ever parsed.
 */
function findFault(token: string, key: KeyObject): WrongToken | undefined {
  if (token.length > maxCharacters) return "shape";
  const [head, payload, signature, ...rest] = token.split(".");
  if (head === undefined || !payload || !signature || rest.length > 0) return "shape";
  if (head !== headerSegment) return "header";
  if (!/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/.test(signature)) return "shape";
  if (!isSigned(token, key)) return "signature";
  const bytes = Buffer.from(payload, "base64url");
  if (bytes.toString("base64url") !== payload) return "shape";
  try {
    const again = Buffer.from(JSON.stringify(JSON.parse(bytes.toString("utf8"))));
    return equalBytes(again, bytes) ? undefined : "claims";
  } catch {
    return "claims";
  }
}

/**
 * The same question that jose answers later, in a tenth of the time: whoever guesses at tokens shall cost less than who has
 * one. What passes is verified there all the same.
 */
function isSigned(token: string, key: KeyObject): boolean {
  const end = token.lastIndexOf(".");
  const right = createHmac("sha256", key).update(token.slice(0, end)).digest();
  return equalBytes(right, Buffer.from(token.slice(end + 1), "base64url"));
}

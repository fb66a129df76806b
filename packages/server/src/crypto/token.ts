import { createHmac, hkdfSync } from "node:crypto";
import type { Random } from "./new-id.ts";

/** 256 random bits as 43 characters of base64url: cookies, refresh tokens, links, pairing tokens. */
export const newToken = (random: Random): string => random(32).toString("base64url");

/** The one spelling of 32 bytes (RFC 4648 §3.5: unused bits are zero). Checked before any work is done for a token. */
export function isToken(text: string): boolean {
  return /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/.test(text);
}

/** What is stored instead of a token. 32 bytes. */
export type HashToken = (token: string) => Buffer;

/**
 * HMAC-SHA-256 under a key derived (HKDF, RFC 5869) from the server's secret: a stolen table cannot be checked against
 * anything, and changing the secret ends every cookie, refresh token, link and pairing at once.
 */
export function createHashToken(secret: Uint8Array): HashToken {
  const key = Buffer.from(hkdfSync("sha256", secret, "", "entobot stored tokens v1", 32));
  return (token) => createHmac("sha256", key).update(token).digest();
}

/** Follows from the cookie's secret, so it need not be stored; tells nothing about it. */
export function csrfTokenFor(cookieSecret: string): string {
  return createHmac("sha256", cookieSecret).update("entobot csrf v1").digest("base64url");
}

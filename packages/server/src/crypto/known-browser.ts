import { createHmac, hkdfSync } from "node:crypto";
import { equalBytes } from "./constant-time.ts";
import type { Random } from "./new-id.ts";

/** Says that a browser has signed in to an account before (OWASP: device cookies). No credential: it opens nothing. */
export interface KnownBrowsers {
  /** `account` is its e-mail address, normalised; what is issued names it to nobody. */
  issue(account: string, expiresAt: number): string;
  /** The browser's own name, 32 hexadecimal characters; undefined: not ours, of another account, or too old. */
  find(account: string, shown: string, now: number): string | undefined;
}

const form = /^([0-9a-f]{32})\.([1-9]\d{0,15})\.([A-Za-z0-9_-]{43})$/;

/** `name.end.mac`, the mac an HMAC-SHA-256 over account, name and end under a key of its own (HKDF, RFC 5869). */
export function createKnownBrowsers(secret: Uint8Array, random: Random): KnownBrowsers {
  const key = Buffer.from(hkdfSync("sha256", secret, "", "entobot known browsers v1", 32));
  const macOf = (account: string, name: string, end: string): Buffer =>
    createHmac("sha256", key).update(`${name}\n${end}\n${account}`).digest();

  return {
    issue(account, expiresAt) {
      const name = random(16).toString("hex");
      const end = String(Math.floor(expiresAt));
      return `${name}.${end}.${macOf(account, name, end).toString("base64url")}`;
    },
    find(account, shown, now) {
      const [, name, end, mac] = form.exec(shown) ?? [];
      if (name === undefined || end === undefined || mac === undefined || Number(end) <= now)
        return undefined;
      return equalBytes(macOf(account, name, end), Buffer.from(mac, "base64url")) ? name : undefined;
    },
  };
}

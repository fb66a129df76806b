import { createHmac, hkdfSync } from "node:crypto";

/** Names the keys of limits where they are stored: HMAC-SHA-256 under a key of its own (HKDF, RFC 5869). 32 bytes. */
export function createLimitKey(secret: Uint8Array): (key: string) => Buffer {
  const own = Buffer.from(hkdfSync("sha256", secret, "", "entobot limit keys v1", 32));
  return (key) => createHmac("sha256", own).update(key).digest();
}

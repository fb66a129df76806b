import { timingSafeEqual } from "node:crypto";
import { sha256 } from "./hash.ts";

export const saltBytes = 16;
const prefix = "c:";

/**
 * `"c:" + base64url(SHA-256(salt ‖ UTF-8 of the value))`. Whoever has value and salt can open it; without the salt
 * nothing can be guessed, however few values there are (an IPv4 address has 2^32).
 */
export function commit(value: string, salt: Buffer): string {
  const content = Buffer.allocUnsafe(saltBytes + Buffer.byteLength(value));
  salt.copy(content, 0, 0, saltBytes);
  content.write(value, saltBytes);
  return prefix + sha256(content).toString("base64url");
}

export const isCommitment = (text: unknown): text is string =>
  typeof text === "string" && /^c:[A-Za-z0-9_-]{43}$/.test(text);

/** False for every salt of another length: a longer one could hold the beginning of the value. */
export function opens(commitment: string, value: string, salt: Buffer): boolean {
  if (salt.length !== saltBytes) return false;
  const expected = Buffer.from(commit(value, salt));
  const given = Buffer.from(commitment);
  return expected.length === given.length && timingSafeEqual(expected, given);
}

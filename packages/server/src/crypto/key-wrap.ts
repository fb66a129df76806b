import { createHmac, hkdfSync } from "node:crypto";
import { associate, decrypt, encrypt, keyBytes } from "./aead.ts";

/** What the master key is used through; the key itself never encrypts anything. */
export interface MasterKey {
  /** Names the master key without revealing it; stands beside every wrapped key. */
  readonly id: string;
  readonly wrapping: Buffer;
}

export function deriveMasterKey(secret: Buffer): MasterKey {
  if (secret.length !== keyBytes) throw new RangeError(`a master key has ${keyBytes} bytes`);
  return {
    id: deriveKey(secret, "entobot/master-key/id").subarray(0, 16).toString("hex"),
    wrapping: deriveKey(secret, "entobot/master-key/wrap"),
  };
}

/** HKDF-SHA-256 (RFC 5869) without salt: the input is a uniformly random key. */
export function deriveKey(secret: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "", purpose, keyBytes));
}

export function wrapKey(master: MasterKey, nonce: Buffer, keyId: string, owner: string, key: Buffer): Buffer {
  return encrypt(master.wrapping, nonce, wrapped(master, keyId, owner), key);
}

export function unwrapKey(
  master: MasterKey,
  keyId: string,
  owner: string,
  bytes: Buffer,
): Buffer | undefined {
  const key = decrypt(master.wrapping, wrapped(master, keyId, owner), bytes);
  return key?.length === keyBytes ? key : undefined;
}

const wrapped = (master: MasterKey, keyId: string, owner: string) =>
  associate("entobot/person-key/v1", master.id, keyId, owner);

/** HMAC-SHA-256: compares contents for equality without storing anything that a dictionary could be run against. */
export function keyedDigest(key: Buffer, ...parts: readonly string[]): Buffer {
  return createHmac("sha256", key)
    .update(associate(...parts))
    .digest();
}

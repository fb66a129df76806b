import { createHash } from "node:crypto";
import type { DevicePublicKey } from "@entobot/contract/auth";
import { type CryptoKey, compactVerify, importJWK } from "jose";
import { equalBytes } from "./constant-time.ts";

const typ = "entobot-refresh+jwt";
const algorithmOf = (key: DevicePublicKey) => (key.kty === "EC" ? "ES256" : "EdDSA");

/** A point that is not on its curve, or no key at all, is refused when the device is paired, not weeks later. */
export async function isDeviceKey(key: DevicePublicKey): Promise<boolean> {
  return importJWK(key, algorithmOf(key)).then(
    (imported) => !(imported instanceof Uint8Array) && imported.type === "public",
    () => false,
  );
}

/**
 * Did the device's key sign this very refresh token? Compact JWS (RFC 7515) as contract/auth.ts describes it. Only `alg`
 * and `typ` may stand in the header: no key and no address of one is taken from the proof itself.
 */
export async function provesRefresh(key: DevicePublicKey, token: string, proof: string): Promise<boolean> {
  try {
    const imported = (await importJWK(key, algorithmOf(key))) as CryptoKey;
    const settings = { algorithms: [algorithmOf(key)] };
    const { payload, protectedHeader } = await compactVerify(proof, imported, settings);
    if (protectedHeader.typ !== typ || Object.keys(protectedHeader).length !== 2) return false;
    const said: unknown = JSON.parse(Buffer.from(payload).toString("utf8"));
    const digest = (said as { refresh_sha256?: unknown } | null)?.refresh_sha256;
    const expected = createHash("sha256").update(token).digest("base64url");
    return typeof digest === "string" && equalBytes(Buffer.from(digest), Buffer.from(expected));
  } catch {
    return false;
  }
}

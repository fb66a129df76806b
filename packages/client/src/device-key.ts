import type { DevicePublicKey } from "@entobot/contract/auth";
import { encodeBase64url, utf8 } from "./base64url.ts";

/** The device's own key pair (P-256). The private half signs and leaves its store never, or only into a 0600 file. */
export interface DeviceKey {
  readonly publicKey: Extract<DevicePublicKey, { kty: "EC" }>;
  readonly privateKey: CryptoKey;
}

const algorithm = { name: "ECDSA", namedCurve: "P-256" } as const;

export async function generateDeviceKey(extractable: boolean): Promise<DeviceKey> {
  const pair = await crypto.subtle.generateKey(algorithm, extractable, ["sign", "verify"]);
  const { x, y } = await crypto.subtle.exportKey("jwk", pair.publicKey);
  return {
    publicKey: { kty: "EC", crv: "P-256", x: x as string, y: y as string },
    privateKey: pair.privateKey,
  };
}

/** The proof that contract's `RefreshRequest` asks for: a compact JWS (RFC 7515) over the refresh token's hash. */
export async function proveRefresh(key: DeviceKey, refreshToken: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", utf8(refreshToken));
  const header = { alg: "ES256", typ: "entobot-refresh+jwt" };
  const payload = { refresh_sha256: encodeBase64url(new Uint8Array(digest)) };
  const signed = [header, payload].map((part) => encodeBase64url(utf8(JSON.stringify(part)))).join(".");
  const signature = await crypto.subtle.sign(
    { name: "ECDSA", hash: "SHA-256" },
    key.privateKey,
    utf8(signed),
  );
  return `${signed}.${encodeBase64url(new Uint8Array(signature))}`;
}

import { hkdfSync } from "node:crypto";
import { associate, decrypt, encrypt, nonceBytes } from "./aead.ts";
import type { Random } from "./new-id.ts";

const place = associate("entobot/refresh-child/v1");
const keyFrom = (token: string) => Buffer.from(hkdfSync("sha256", token, "", "entobot refresh child v1", 32));

/** Seals a text so that only whoever still holds `token` can open it: the server keeps the token's hash only. */
export function sealUnderToken(token: string, plain: string, random: Random): Buffer {
  return encrypt(keyFrom(token), random(nonceBytes), place, Buffer.from(plain));
}

export function openUnderToken(token: string, sealed: Buffer): string | undefined {
  return decrypt(keyFrom(token), place, sealed)?.toString();
}

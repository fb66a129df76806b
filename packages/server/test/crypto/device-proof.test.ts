import { createHash } from "node:crypto";
import type { DevicePublicKey } from "@entobot/contract/auth";
import { CompactSign, exportJWK, generateKeyPair } from "jose";
import { describe, expect, test } from "vitest";
import { isDeviceKey, provesRefresh } from "../../src/crypto/device-proof.ts";

const token = "T".repeat(43);
const typ = "entobot-refresh+jwt";
const said = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const payload = said({ refresh_sha256: createHash("sha256").update(token).digest("base64url") });

describe.each(["ES256", "EdDSA"])("%s", async (alg) => {
  const pair = await generateKeyPair(alg, { extractable: true });
  const other = await generateKeyPair(alg);
  const key = (await exportJWK(pair.publicKey)) as DevicePublicKey;
  const sign = (header: object, body = payload, by = pair.privateKey) =>
    new CompactSign(body).setProtectedHeader({ alg, typ, ...header }).sign(by);

  test("the device's own signature over this token, and nothing else", async () => {
    expect(await isDeviceKey(key)).toBe(true);
    expect(await provesRefresh(key, token, await sign({}))).toBe(true);
    expect(await provesRefresh(key, `${token.slice(1)}U`, await sign({}))).toBe(false);
    expect(await provesRefresh(key, token, await sign({}, payload, other.privateKey))).toBe(false);
    expect(await provesRefresh(key, token, await sign({ typ: "at+jwt" }))).toBe(false);
    expect(await provesRefresh(key, token, await sign({ jwk: await exportJWK(other.publicKey) }))).toBe(
      false,
    );
    expect(await provesRefresh(key, token, await sign({ kid: "x" }))).toBe(false);
    for (const body of [null, 1, "x", {}, { refresh_sha256: null }, { refresh_sha256: "" }]) {
      expect(await provesRefresh(key, token, await sign({}, said(body)))).toBe(false);
    }
    for (const junk of ["", ".", "..", "a.b.c", `${await sign({})}x`, "A".repeat(2048)]) {
      expect(await provesRefresh(key, token, junk)).toBe(false);
    }
  });
});

test("a point that is on no curve is no key", async () => {
  const x = Buffer.alloc(32, 1).toString("base64url");
  expect(await isDeviceKey({ kty: "EC", crv: "P-256", x, y: x })).toBe(false);
});

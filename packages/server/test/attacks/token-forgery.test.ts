import { createHmac } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "../_support/database.ts";
import { claimOwner, codeOf, jwtSecret, pairDevice, testIdentity } from "../_support/identity.ts";
import { sized } from "../_support/size.ts";

/** Threat S1, figure B2. */
const { open } = await testDatabase();
const house = await testIdentity(open());

type Members = Record<string, unknown>;
const segment = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const rightHeader = { alg: "HS256", typ: "at+jwt" };
const digestOf: Record<string, string> = { HS256: "sha256", HS384: "sha384", HS512: "sha512" };

function sign(head: string, payload: string, alg = "HS256", key: Uint8Array = jwtSecret): string {
  const signature = createHmac(digestOf[alg] ?? "sha256", key)
    .update(`${head}.${payload}`)
    .digest("base64url");
  return `${head}.${payload}.${signature}`;
}

let real = "";
let claims: Members = {};
let other: Members = {};

beforeAll(async () => {
  const owner = await claimOwner(house);
  real = (await pairDevice(house, owner.call)).jwt_token;
  const decode = (token: string) =>
    JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
  claims = decode(real);
  other = decode((await pairDevice(house, owner.call)).jwt_token);
});

/** Headers that ask the verifier to believe something else, with every signature a stranger could put under them. */
function headerForgeries(): string[] {
  const algs = [
    "none",
    "None",
    "NONE",
    "nOnE",
    "HS384",
    "HS512",
    "ES256",
    "RS256",
    "PS256",
    "EdDSA",
    "",
    null,
    0,
  ];
  const extras: Members[] = [
    {},
    { jku: "https://evil.example/keys" },
    { x5u: "https://evil.example/cert" },
    { jwk: { kty: "oct", k: "AAAA" } },
    { kid: "../../../../dev/null" },
    { kid: "x' union select 'key" },
    { kid: "key\u0000" },
    { crit: ["exp"], exp: 1 },
    { b64: false, crit: ["b64"] },
  ];
  const heads = [...algs, "HS256"].flatMap((alg) =>
    extras.map((extra) => ({ ...rightHeader, alg, ...extra })),
  );
  const types = [
    "JWT",
    "jwt",
    "refresh+jwt",
    "entobot-refresh+jwt",
    "AT+JWT",
    "application/at+jwt",
    undefined,
  ];
  const typed = types.map((typ) => ({ ...rightHeader, typ }));
  const reordered = { typ: "at+jwt", alg: "HS256" };
  const payload = segment(claims);
  return [
    ...heads.filter((head) => head.alg !== "HS256" || Object.keys(head).length > 2),
    ...typed,
    reordered,
  ].flatMap((head) => [
    `${segment(head)}.${payload}.`,
    sign(segment(head), payload, String(head.alg)),
    sign(segment(head), payload, String(head.alg), new Uint8Array(0)),
    `${segment(head)}.${payload}.${real.split(".")[2]}`,
  ]);
}

/** Our own key under something that is not an access token of a live session of that person's device. */
function claimForgeries(): string[] {
  const now = Math.floor(Date.now() / 1000);
  const changes: Members[] = [
    { type: "refresh" },
    { type: undefined },
    { aud: "other" },
    { aud: ["entobot", "other"] },
    { aud: undefined },
    { iss: "evil" },
    { iss: undefined },
    { sub: other["sid"] },
    { sub: undefined },
    { sid: other["sid"] },
    { sid: "ses_00000000000000000000000000" },
    { sid: "' or 1=1 --" },
    { sid: undefined },
    { device_id: other["device_id"] },
    { device_id: "device_1234" },
    { exp: now - 1 },
    { exp: now },
    { exp: undefined },
    { exp: "9999999999" },
    { exp: now + 0.5 },
    { nbf: now + 3600 },
    { nbf: now - 3600 },
    { iat: now + 3600 },
    { iat: now - 10 * 86_400 },
    { iat: undefined },
    { jti: undefined },
    { jti: 1 },
    { role: "owner" },
    { scope: "everything" },
  ];
  const payloads = changes.map((change) => segment({ ...claims, ...change }));
  const text = JSON.stringify(claims);
  const twice = Object.entries(claims).flatMap(([name, value]) => [
    `${text.slice(0, -1)},"${name}":${JSON.stringify(value)}}`,
    `{"${name}":"x",${text.slice(1)}`,
  ]);
  const spaced = [
    ` ${text}`,
    `${text}\n`,
    text.replace(":", ": "),
    `\ufeff${text}`,
    "null",
    "[]",
    "{}",
    '""',
    "1",
  ];
  const raw = [...twice, ...spaced].map((body) => Buffer.from(body).toString("base64url"));
  return [...payloads, ...raw].map((payload) => sign(real.split(".")[0] ?? "", payload));
}

/** The real token, spelled in other ways: what a list of revoked token texts would not recognise. */
function spellings(): string[] {
  const [head = "", payload = "", signature = ""] = real.split(".");
  const last = signature.slice(-1);
  const sameBits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    .split("")
    .filter((letter) => letter !== last)
    .map((letter) => `${head}.${payload}.${signature.slice(0, -1)}${letter}`);
  const flips = Array.from({ length: sized(120, 2_000) }, (_, i) => {
    const at = (i * 7919) % real.length;
    const letter = real[at] === "A" ? "B" : "A";
    return `${real.slice(0, at)}${letter}${real.slice(at + 1)}`;
  }).filter((token) => token !== real);
  const odd = [
    `${real}=`,
    `${real}==`,
    ` ${real}`,
    `${real}\n`,
    `${real}\u0000`,
    `${real}.`,
    `.${real}`,
    `${head}=.${payload}.${signature}`,
    `${head}.${payload}=.${signature}`,
    `${head}.${payload}.${signature.replace(/-/g, "+").replace(/_/g, "/")}=`,
    `${head}..${signature}`,
    `${head}.${payload}`,
    "..",
    "",
    real.toUpperCase(),
    `Bearer ${real}`,
    "A".repeat(1_000_000),
    `${head}.${"A".repeat(1_000_000)}.${signature}`,
    `${real.slice(0, -1)}\u00e9`,
  ];
  return [...sameBits, ...flips, ...odd];
}

/** What verifiers have really done: believe the header, decode loosely, check the signature and the time, nothing else. */
function naive(token: string): boolean {
  const [head = "", payload = "", signature = ""] = token.trim().split(".");
  try {
    const { alg } = JSON.parse(Buffer.from(head, "base64url").toString()) as { alg?: unknown };
    const { exp } = JSON.parse(Buffer.from(payload, "base64url").toString()) as { exp?: unknown };
    if (typeof exp === "number" && exp * 1000 < Date.now()) return false;
    if (String(alg).toLowerCase() === "none") return true;
    const made = createHmac(digestOf[String(alg)] ?? "sha256", jwtSecret)
      .update(`${head}.${payload}`)
      .digest();
    return made.equals(Buffer.from(signature, "base64url"));
  } catch {
    return false;
  }
}

describe("forged access tokens", () => {
  test("none of at least 500 is accepted; a naive verifier takes many", async () => {
    const forged = [...headerForgeries(), ...claimForgeries(), ...spellings()];
    expect(forged.length).toBeGreaterThanOrEqual(500);
    const accepted: string[] = [];
    for (const token of forged) {
      const code = await codeOf(house.identity.authenticate.accessToken(token));
      if (code !== "invalid_credentials" && code !== "session_ended") accepted.push(`${code} ${token}`);
    }
    expect(accepted).toEqual([]);
    expect(forged.filter(naive).length).toBeGreaterThan(20);
    expect(await codeOf(house.identity.authenticate.accessToken(real))).toBe("none");
  });

  test("a refresh token and a cookie are not access tokens, nor the other way round", async () => {
    const owner = await house.identity.passwords.signIn(
      {
        principal: { kind: "stranger" },
        address: null,
        userAgent: null,
        channel: "rest",
        requestId: "req_x" as never,
      },
      { email: "owner@example.com", password: "correct horse battery staple" },
    );
    const { accessToken, cookie } = house.identity.authenticate;
    expect(await codeOf(accessToken(owner.secret))).toBe("invalid_credentials");
    expect(await codeOf(cookie(real))).toBe("invalid_credentials");
    expect(await codeOf(cookie(`${owner.secret}=`))).toBe("invalid_credentials");
  });

  test("with another secret every credential of before is dead", async () => {
    const rotated = await testIdentity(open(), { jwtSecret: new Uint8Array(64).fill(8), audit: house.audit });
    const { session_id, temp_token } = await house.identity.pairing.create(
      {
        principal: { kind: "operator", uid: 0 },
        address: null,
        userAgent: null,
        channel: "cli",
        requestId: "req_y" as never,
      },
      { user: (await house.identity.people.find("owner@example.com"))?.id ?? "" },
    );
    expect(await codeOf(rotated.identity.authenticate.accessToken(real))).toBe("invalid_credentials");
    const stranger = { kind: "stranger" } as const;
    const call = {
      principal: stranger,
      address: null,
      userAgent: null,
      channel: "rest",
      requestId: "req_z" as never,
    } as const;
    const request = { session_id, temp_token, device_info: {} };
    expect(await codeOf(rotated.identity.pairing.redeem(call, request))).toBe("pairing_invalid");
  });
});

import { describe, expect } from "vitest";
import { judgeCertificate } from "../../src/crypto/certificate.ts";
import { type Issued, makeAuthority } from "../_support/certificates.ts";
import { testWith } from "../_support/peers.ts";

const test = testWith("openssl");
const day = 86_400_000;
const now = Date.now();
const judge = ({ chain, key }: Issued, at = now) => judgeCertificate({ chain, key }, at);

describe("a pair", () => {
  test("that fits, and what it says", () => {
    const { issue } = makeAuthority();
    const names = ["entobot.example", "*.apps.example", "192.0.2.1", "2001:db8::1"];
    const certificate = judge(issue({ names, key: "rsa2048" }));
    expect(certificate).toMatchObject({
      issuer: "Test Root",
      keyKind: "RSA 2048",
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
      names: ["entobot.example", "*.apps.example", "192.0.2.1", "2001:DB8:0:0:0:0:0:1"],
    });
    if (typeof certificate === "string") throw new Error(certificate);
    expect(Math.round((certificate.notAfter - now) / day)).toBe(89);
    const covered = ["entobot.example", "a.apps.example", "192.0.2.1", "2001:db8::1"];
    const foreign = ["example", "a.b.apps.example", "192.0.2.2", "Leaf", "localhost"];
    expect(covered.map((host) => certificate.covers(host))).toEqual([true, true, true, true]);
    expect(foreign.filter((host) => certificate.covers(host))).toEqual([]);
  });

  test("that does not fit, each for its reason", () => {
    const { issue } = makeAuthority();
    const good = issue();
    const other = issue();
    const text = good.chain.toString();
    const half = Buffer.from(text.slice(0, text.length - 200));
    const garbled = Buffer.from(text.replace(/^M/m, "!"));
    const from = now - 10 * day;
    expect(judge({ chain: good.chain, key: other.key })).toBe("key_of_another_certificate");
    expect(judge({ chain: half, key: good.key })).toBe("chain_malformed");
    expect(judge({ chain: garbled, key: good.key })).toBe("chain_malformed");
    expect(judge({ chain: Buffer.alloc(0), key: good.key })).toBe("chain_malformed");
    expect(judge({ chain: good.key, key: good.key })).toBe("chain_malformed");
    expect(judge({ chain: good.chain, key: Buffer.from("nothing") })).toBe("key_malformed");
    expect(judge({ chain: good.chain, key: good.key.subarray(0, 100) })).toBe("key_malformed");
    const locked = Buffer.from(
      "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAA==\n-----END ENCRYPTED PRIVATE KEY-----\n",
    );
    expect(judge({ chain: good.chain, key: locked })).toBe("key_encrypted");
    expect(judge(issue({ key: "rsa1024" }))).toBe("key_weak");
    expect(judge(issue({ key: "ed25519" }))).toBe("key_kind");
    expect(judge(issue({ key: "secp256k1" }))).toBe("key_kind");
    expect(judge(issue({ digest: "sha1" }))).toBe("signature_weak");
    expect(judge(issue({ from, to: now - day }))).toBe("expired");
    expect(judge(issue({ from: now + day }))).toBe("not_yet_valid");
    expect(typeof judge(good)).toBe("object");
  });
});

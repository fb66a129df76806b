import { execFile } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { describe, expect } from "vitest";
import { type Issued, makeAuthority } from "../_support/certificates.ts";
import { openDoors } from "../_support/doors.ts";
import { testWith } from "../_support/peers.ts";
import { tlsSource } from "../_support/tls.ts";

const run = promisify(execFile);
const { issue, rootFile } = makeAuthority();
const listener = { host: "loopback", port: 0, tls: true };

interface Offered {
  readonly protocols: readonly string[];
  readonly suites: readonly string[];
  readonly xml: string;
}

/** What a stranger with sslscan finds. */
async function scan(port: number): Promise<Offered> {
  const { stdout } = await run("sslscan", ["--xml=-", "--no-colour", "--no-heartbleed", `127.0.0.1:${port}`]);
  const all = (pattern: RegExp) => [...stdout.matchAll(pattern)].map((match) => match.slice(1).join(" "));
  return {
    protocols: all(/<protocol type="(\w+)" version="([\d.]+)" enabled="1"/g),
    suites: all(/<cipher status="\w+" sslversion="(\S+)" bits="\d+" cipher="(\S+)"/g).sort(),
    xml: stdout,
  };
}

const weak = ({ suites }: Offered) =>
  suites.filter(
    (suite) => !/^TLSv1\.[23] (?:ECDHE-\w+-\S*(?:GCM|CHACHA20)|TLS_(?:AES|CHACHA20))/.test(suite),
  );

async function openTls(pair: Issued): Promise<number> {
  const settings = { gateway: listener };
  return (await openDoors({ settings, tls: tlsSource(pair).tls })).ports.rest;
}

describe("the suites that are offered", () => {
  const shared = [
    "TLSv1.3 TLS_AES_128_GCM_SHA256",
    "TLSv1.3 TLS_AES_256_GCM_SHA384",
    "TLSv1.3 TLS_CHACHA20_POLY1305_SHA256",
  ];
  const suites = (kind: string) => [
    `TLSv1.2 ECDHE-${kind}-AES128-GCM-SHA256`,
    `TLSv1.2 ECDHE-${kind}-AES256-GCM-SHA384`,
    `TLSv1.2 ECDHE-${kind}-CHACHA20-POLY1305`,
    ...shared,
  ];

  testWith("openssl", "sslscan")(
    "are exactly those with AEAD and forward secrecy; a guide's list offers others",
    async () => {
      const rsa = issue({ key: "rsa2048" });
      for (const [pair, kind] of [
        [rsa, "RSA"],
        [issue(), "ECDSA"],
      ] as const) {
        const offered = await scan(await openTls(pair));
        expect(offered.protocols).toEqual(["tls 1.2", "tls 1.3"]);
        expect(offered.suites).toEqual(suites(kind));
        expect(weak(offered)).toEqual([]);
        expect(offered.xml).toContain('<renegotiation supported="0"');
      }

      // The control: a server with the words of the guide's proxy.
      const naive = createServer({
        cert: rsa.chain,
        key: rsa.key,
        ciphers: "HIGH:!aNULL:!MD5",
        minVersion: "TLSv1.2",
      });
      naive.listen(0, "127.0.0.1");
      await once(naive, "listening");
      const offered = await scan((naive.address() as AddressInfo).port);
      naive.close();
      expect(weak(offered).some((suite) => /ECDHE.*-SHA\d*$/.test(suite))).toBe(true);
      expect(weak(offered).some((suite) => !/DHE/.test(suite))).toBe(true);
    },
  );

  testWith("openssl")("the guide's own check shows the chain; what is too old is refused", async () => {
    const port = await openTls(issue());
    const ask = async (...words: string[]) => {
      const asking = run("openssl", [
        "s_client",
        "-connect",
        `127.0.0.1:${port}`,
        "-CAfile",
        rootFile,
        ...words,
      ]);
      asking.child.stdin?.end();
      return asking.then(
        ({ stdout }) => stdout,
        (error: { stdout: string; stderr: string }) => `refused ${error.stdout}${error.stderr}`,
      );
    };
    const shown = await ask("-showcerts", "-verify_hostname", "localhost", "-verify_return_error");
    expect(shown).toContain("Verify return code: 0 (ok)");
    expect(shown.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
    expect(shown).toContain("New, TLSv1.3, Cipher is TLS_AES_256_GCM_SHA384");
    expect(await ask("-tls1_2")).toContain("Cipher is ECDHE-ECDSA-AES256-GCM-SHA384");
    expect(await ask("-tls1_2")).not.toContain("TLS session ticket:");
    for (const words of [
      ["-tls1", "-cipher", "DEFAULT@SECLEVEL=0"],
      ["-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"],
      ["-tls1_2", "-cipher", "ECDHE-ECDSA-AES256-SHA384"],
      ["-tls1_2", "-cipher", "AES128-GCM-SHA256"],
      ["-alpn", "h2"],
      ["-groups", "ffdhe2048"],
    ]) {
      expect([words, await ask(...words)]).toEqual([words, expect.stringMatching(/^refused .*alert/s)]);
    }
  });

  testWith("openssl")("TLS 1.2 does not renegotiate", async () => {
    const port = await openTls(issue());
    const file = join(dirname(rootFile), "renegotiate");
    writeFileSync(file, "R\n");
    const asking = run("sh", [
      "-c",
      `(cat '${file}'; sleep 2) | openssl s_client -tls1_2 -connect 127.0.0.1:${port}`,
    ]);
    const told = await asking.then(
      ({ stdout, stderr }) => stdout + stderr,
      (error: { stdout: string; stderr: string }) => error.stdout + error.stderr,
    );
    expect(told).toContain("RENEGOTIATING");
    expect(told).toMatch(/no renegotiation/);
  });
});

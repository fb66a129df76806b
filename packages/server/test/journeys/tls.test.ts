import { chmodSync, renameSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:https";
import { join } from "node:path";
import type { TLSSocket } from "node:tls";
import { chromium } from "playwright-core";
import { describe, expect } from "vitest";
import { type Issued, makeAuthority } from "../_support/certificates.ts";
import { chromiumProgram } from "../_support/chromium.ts";
import { testWith } from "../_support/peers.ts";
import { type Product, product } from "../_support/product.ts";

const { issue, root, rootFile } = makeAuthority();
chmodSync(join(rootFile, ".."), 0o755);

/** As an installation puts them: written beside, then moved into place. */
function put(home: string, { chain, key }: Issued): { tls_cert: string; tls_key: string } {
  const paths = { tls_cert: join(home, "fullchain.pem"), tls_key: join(home, "privkey.pem") };
  for (const [path, bytes] of [
    [paths.tls_cert, chain],
    [paths.tls_key, key],
  ] as const) {
    writeFileSync(`${path}.new`, bytes, { mode: 0o644 });
    renameSync(`${path}.new`, path);
  }
  return paths;
}

const served = (pair: Issued, more: object = {}): Promise<Product> =>
  product({
    config: (home) => ({ mobile: { tls_enabled: true, ...put(home, pair) }, web: { tls: true }, ...more }),
    environment: { NODE_EXTRA_CA_CERTS: rootFile },
  });

function serialAt(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const target = { host: "127.0.0.1", servername: "localhost", port, ca: root, agent: new Agent() };
    request(target, (response) => {
      resolve((response.socket as TLSSocket).getPeerCertificate().serialNumber);
      response.resume();
    })
      .on("error", reject)
      .end();
  });
}

describe("the product over TLS", () => {
  testWith("openssl", "setpriv")(
    "pairs and answers over wss; a renewed certificate is served within seconds, and recorded",
    {
      timeout: 120_000,
    },
    async () => {
      const server = await served(issue());
      await server.start();
      const { json: added } = await server.command(["user", "add", "ada@example.test", "--role", "member"]);
      expect(added).toMatchObject({ email: "ada@example.test" });
      const pairing = (await server.command(["pair", "--user", "ada@example.test"])).json as Record<
        string,
        unknown
      >;
      expect(pairing["websocket_url"]).toBe(`wss://localhost:${server.ports.mobile}`);
      const chat = await server.command(["chat", "--pairing", JSON.stringify(pairing), "--once", "Hello?"]);
      expect(chat).toMatchObject({ exit: 0, json: { conversation_id: expect.any(String) } });

      const before = await serialAt(server.ports.web);
      put(server.home, issue());
      await expect.poll(() => serialAt(server.ports.mobile), { timeout: 20_000 }).not.toBe(before);
      expect(await serialAt(server.ports.web)).not.toBe(before);
      const events = async (name: string) => {
        const { json } = await server.command(["audit", "search", "--event", name]);
        return (json as { items: readonly unknown[] }).items.length;
      };
      await expect.poll(() => events("certificate_loaded"), { timeout: 20_000 }).toBe(2);
      expect(await events("certificate_refused")).toBe(0);
    },
  );

  testWith("openssl", "setpriv", "chromium")(
    "a browser keeps a __Host- cookie, secure, and opens our own sockets",
    {
      timeout: 120_000,
    },
    async () => {
      const server = await served(issue(), { gateway: { tls: false } });
      await server.start();
      const { json } = await server.command(["claim"]);
      const token = /#(.+)$/.exec(String((json as { claim_url: string }).claim_url))?.[1];
      const browser = await chromium.launch({ executablePath: chromiumProgram, args: ["--no-sandbox"] });
      try {
        const context = await browser.newContext({ ignoreHTTPSErrors: true });
        const page = await context.newPage();
        await page.goto(`https://localhost:${server.ports.web}/`);
        const body = JSON.stringify({
          token,
          email: "owner@example.test",
          password: "a long enough passphrase 7",
        });
        const seen = await page.evaluate(
          async ({ body, mobile }) => {
            const headers = { "content-type": "application/json" };
            const claimed = await fetch("/api/v1/auth/claim", { method: "POST", headers, body });
            const session = await fetch("/api/v1/auth/session");
            const socket = await new Promise((resolve) => {
              const opening = new WebSocket(`wss://localhost:${mobile}/`);
              opening.onopen = () => resolve("open");
              opening.onerror = () => resolve("failed");
            });
            return { claimed: claimed.status, session: session.status, socket, script: document.cookie };
          },
          { body, mobile: server.ports.mobile },
        );
        expect(seen).toEqual({ claimed: expect.any(Number), session: 200, socket: "open", script: "" });
        const rules = { secure: true, httpOnly: true, sameSite: "Strict", path: "/", domain: "localhost" };
        expect(await context.cookies()).toMatchObject([
          { name: "__Host-entobot_session", ...rules },
          { name: "__Host-entobot_browser", ...rules },
        ]);
      } finally {
        await browser.close();
      }
    },
  );
});

describe("a start without a usable pair is refused with exit code 78 and the way out", () => {
  const good = issue;
  const cases: readonly [string, (home: string) => void, RegExp][] = [
    [
      "missing",
      (home) => renameSync(join(home, "privkey.pem"), join(home, "gone")),
      /tls_key: .*privkey\.pem is not there/,
    ],
    [
      "mismatched",
      (home) => writeFileSync(join(home, "privkey.pem"), good().key),
      /openssl pkey -in .*privkey\.pem -pubout/,
    ],
    [
      "unreadable",
      (home) => chmodSync(join(home, "privkey.pem"), 0),
      /sudo chgrp entobot .* && sudo chmod 0640/,
    ],
    [
      "no certificate",
      (home) => writeFileSync(join(home, "fullchain.pem"), "-----"),
      /openssl x509 -in .*fullchain\.pem/,
    ],
    [
      "expired",
      (home) => void put(home, good({ from: Date.now() - 9e8, to: Date.now() - 1e6 })),
      /sudo certbot renew --force-renewal/,
    ],
    ["too weak", (home) => void put(home, good({ key: "rsa1024" })), /less than 2048 bits/],
  ];
  testWith("openssl", "setpriv")(
    "missing, mismatched, unreadable, broken, expired, too weak",
    { timeout: 120_000 },
    async () => {
      for (const [name, spoil, words] of cases) {
        const server = await served(good());
        spoil(server.home);
        const { exit, words: said } = await server.refuses();
        expect([name, exit, said]).toEqual([name, 78, expect.stringMatching(words)]);
      }
    },
  );
});

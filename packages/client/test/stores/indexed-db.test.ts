import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { chromium } from "playwright-core";
import { expect, onTestFinished } from "vitest";
import { chromiumProgram } from "../../../server/test/_support/chromium.ts";
import { testWith } from "../../../server/test/_support/peers.ts";
import type * as Sdk from "../../src/index.ts";
import { browserBundle } from "../_support/bundle.ts";

/** Two tabs of one browser profile, with the SDK loaded as `sdk`. */
async function twoTabs() {
  const bundle = await browserBundle();
  const server = createServer((request, response) => {
    const script = request.url === "/sdk.js";
    response.setHeader("content-type", script ? "text/javascript" : "text/html");
    response.end(
      script ? bundle : '<script type="module">import * as sdk from "/sdk.js"; window.sdk = sdk;</script>',
    );
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const browser = await chromium.launch({ executablePath: chromiumProgram, args: ["--no-sandbox"] });
  onTestFinished(async () => {
    await browser.close();
    server.closeAllConnections();
    server.close();
  });
  const context = await browser.newContext();
  const open = async () => {
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.waitForFunction("window.sdk !== undefined");
    return page;
  };
  return [await open(), await open()] as const;
}

declare const sdk: typeof Sdk;

testWith("chromium")(
  "a browser keeps the device, shares it between tabs, and shows the key to no script",
  async () => {
    const [first, second] = await twoTabs();
    await first.evaluate(async () => {
      const { store, outbox } = sdk.browserStores();
      const curve = { name: "ECDSA", namedCurve: "P-256" };
      const { privateKey } = await crypto.subtle.generateKey(curve, store.extractableKey, ["sign", "verify"]);
      await store.set({ accessToken: "a", key: { publicKey: {}, privateKey } } as never);
      for (const id of ["z", "a", "m"]) await outbox.add({ id, content: id, writtenAt: 1 });
      await outbox.add({ id: "z", content: "z", writtenAt: 1 });
      await outbox.remove("a");
    });

    const seen = await second.evaluate(async () => {
      const { store, outbox } = sdk.browserStores();
      const credentials = await store.get();
      const key = credentials?.key.privateKey as CryptoKey;
      const exported = await crypto.subtle.exportKey("jwk", key).then(
        () => "exported",
        () => "refused",
      );
      const scheme = { name: "ECDSA", hash: "SHA-256" };
      const signature = await crypto.subtle.sign(scheme, key, new Uint8Array(1));
      const queue = (await outbox.load()).map(({ id }) => id);
      return { accessToken: credentials?.accessToken, exported, signed: signature.byteLength, queue };
    });
    expect(seen).toEqual({ accessToken: "a", exported: "refused", signed: 64, queue: ["z", "m"] });

    // The first tab holds the lock for 300 ms; the second waits its turn.
    const held = first.evaluate(() =>
      sdk.browserStores().store.exclusively(async () => {
        Object.assign(window, { inside: true });
        await new Promise((resolve) => setTimeout(resolve, 300));
        return Date.now();
      }),
    );
    await first.waitForFunction("window.inside === true");
    const entered = await second.evaluate(() =>
      sdk.browserStores().store.exclusively(async () => Date.now()),
    );
    expect(entered).toBeGreaterThanOrEqual(await held);

    const left = await second.evaluate(async () => {
      const { store, outbox } = sdk.browserStores();
      await store.clear();
      await outbox.clear();
      return [await store.get(), await outbox.load()];
    });
    expect(left).toEqual([undefined, []]);
  },
);

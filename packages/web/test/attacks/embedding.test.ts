import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, openContext } from "../_support/browser.ts";
import { claim } from "../_support/people.ts";
import { type RealServer, startRealServer } from "../_support/real-server.ts";

// A foreign page in the same browser: it frames ours, opens it, speaks to it, and wants to stay in it.
let server: RealServer;
let browser: Browser;
/** A page of somebody else, and one of theirs that lets itself be framed and opened. */
let foreign: Server;
let elsewhere: string;

beforeAll(async () => {
  foreign = createServer((request, response) => {
    response.setHeader("content-type", "text/html");
    response.end(request.url === "/naive" ? "<h1>naive</h1>" : "<h1>foreign</h1>");
  }).listen(0, "127.0.0.1");
  await once(foreign, "listening");
  elsewhere = `http://127.0.0.1:${(foreign.address() as AddressInfo).port}`;
  [server, browser] = await Promise.all([startRealServer(), openBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
  foreign.closeAllConnections();
  foreign.close();
});

async function foreignPage(): Promise<Page> {
  const { context } = await openContext(browser, server.url);
  const page = await context.newPage();
  await page.goto(elsewhere);
  return page;
}

const framed = async (page: Page, tag: string, address: string) => {
  await page.evaluate(
    ([tag = "", address = ""]) =>
      new Promise<void>((done) => {
        const element = document.createElement(tag);
        element.setAttribute(tag === "object" ? "data" : "src", address);
        element.onload = element.onerror = () => done();
        setTimeout(done, 2_000);
        document.body.append(element);
      }),
    [tag, address],
  );
  // What a browser shows in place of a page that does not want to be there.
  return page.frames().some((frame) => frame !== page.mainFrame() && frame.url() === address);
};

test.each(["iframe", "object", "embed"])(
  "no page of ours is shown in an %s",
  { timeout: 60_000 },
  async (tag) => {
    const page = await foreignPage();
    for (const path of ["/sign-in", "/app", "/pair", "/api/docs", "/nowhere"]) {
      expect([path, await framed(page, tag, `${server.url}${path}`)]).toEqual([path, false]);
    }
    // The control: a page that says nothing about it is.
    expect(await framed(page, tag, `${elsewhere}/naive`)).toBe(true);
    await page.context().close();
  },
);

test("who opens us has no hold on the window", { timeout: 60_000 }, async () => {
  const page = await foreignPage();
  const hold = async (address: string) => {
    const [opened] = await Promise.all([
      page.context().waitForEvent("page"),
      page.evaluate((address) => void Object.assign(globalThis, { theirs: open(address) }), address),
    ]);
    await opened.locator("h1").waitFor();
    const opener = await opened.evaluate(() => window.opener !== null);
    const closed = await page.evaluate(() => (globalThis as unknown as { theirs: Window }).theirs.closed);
    await opened.close();
    return { opener, closed };
  };
  expect(await hold(`${server.url}/sign-in`)).toEqual({ opener: false, closed: true });
  expect(await hold(`${elsewhere}/naive`)).toEqual({ opener: true, closed: false });
  await page.context().close();
});

test("nothing that the server sends becomes a service worker but its own", { timeout: 60_000 }, async () => {
  const { context } = await openContext(browser, server.url, { bypassCSP: true });
  await claim(server, context);
  const page = await context.newPage();
  await page.goto("/sign-in");
  const register = (address: string, scope: string) =>
    page.evaluate(
      ([address = "", scope = ""]) =>
        navigator.serviceWorker.register(address, { scope }).then(
          () => "registered",
          (error: Error) => error.name,
        ),
      [address, scope],
    );
  for (const address of [
    ...["/api/health", "/api/openapi.json", "/api/v1/conversations", "/api/v1/audit/export", "/api/docs"],
    ...[
      "/",
      "/manifest.webmanifest",
      "/icon.svg",
      "/nothing.js",
      "data:text/javascript,0",
      `${elsewhere}/x.js`,
    ],
  ]) {
    expect([address, await register(address, "/")]).toEqual([
      address,
      expect.stringMatching(/^(SecurityError|TypeError)$/),
    ]);
  }
  // The control: what may be one is one.
  expect(await register("/sw.js", "/")).toBe("registered");
  await context.close();
});

test("nobody listens to messages of other windows, and they change nothing", {
  timeout: 60_000,
}, async () => {
  const { context, complaints } = await openContext(browser, server.url);
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.getByRole("heading").waitFor();
  const before = await page.locator("#root").innerHTML();
  const session = await context.newCDPSession(page);
  const { result } = await session.send("Runtime.evaluate", { expression: "window" });
  const { listeners } = await session.send("DOMDebugger.getEventListeners", {
    objectId: result.objectId as string,
  });
  expect(listeners.map(({ type }) => type)).toContain("popstate");
  expect(listeners.map(({ type }) => type)).not.toContain("message");
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.evaluate(() => {
    for (const data of [
      "<img src=x onerror=ran(1)>",
      { type: "auth", jwt_token: "x" },
      { type: "SKIP_WAITING", url: "https://elsewhere.test" },
      { id: 1, type: "qrResult", data: "javascript:ran(1)" },
      { __proto__: null, constructor: { prototype: { admin: true } } },
    ]) {
      postMessage(data, "*");
    }
  });
  await page.waitForTimeout(200);
  expect(await page.locator("#root").innerHTML()).toBe(before);
  expect([...requests, ...complaints]).toEqual([]);
  await context.close();
});

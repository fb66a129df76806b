import type { Browser, Page, Response } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { configuredDatabase } from "../../../server/test/_support/empty-database.ts";
import { openBrowser, openContext, screens, type Watched } from "../_support/browser.ts";
import { claim, say, useThisBrowser } from "../_support/people.ts";
import { type RealServer, startRealServer } from "../_support/real-server.ts";

// What the pages ask of the server, under the limits as they come: sixty requests and frames a minute.
const budget = 60;
let server: RealServer;
let browser: Browser;
let owner: Watched;

beforeAll(async () => {
  [server, browser] = await Promise.all([
    startRealServer({ database: await configuredDatabase(), enterprise: {} }),
    openBrowser(),
  ]);
  owner = await openContext(browser, server.url, { viewport: screens.desktop });
  await claim(server, owner.context);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** Requests of the API, by the page that was open; static files and health are not counted by the server. */
function count(page: Page) {
  const asked: Record<string, string[]> = {};
  const refused: string[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (!pathname.startsWith("/api/") || pathname === "/api/health") return;
    const place = new URL(page.url()).pathname;
    asked[place] = [...(asked[place] ?? []), `${request.method()} ${pathname}`];
  });
  page.on("response", (response: Response) => {
    if (response.status() === 429) refused.push(response.url());
  });
  return { asked, refused, all: () => Object.values(asked).flat() };
}

test("all pages of the console, one after the other, take less than half of a minute's requests", {
  timeout: 120_000,
}, async () => {
  const page = await owner.context.newPage();
  const { asked, refused, all } = count(page);
  await page.goto("/console");
  const links = page.getByRole("navigation", { name: "Console" }).getByRole("link");
  await links.first().waitFor();
  for (const link of await links.filter({ visible: true }).all()) {
    await link.click();
    await page.waitForTimeout(1_000);
  }
  expect(refused).toEqual([]);
  expect(all().length).toBeLessThan(budget / 2);
  for (const [place, requests] of Object.entries(asked))
    expect([place, requests.length < 12]).toEqual([place, true]);
  // Left alone, the pages ask nothing: one stream tells them.
  const before = all().length;
  await page.waitForTimeout(3_000);
  expect(all().length - before).toBeLessThanOrEqual(2);
  await page.close();
});

test("a phone in a conversation sends a frame a message, and little else", { timeout: 120_000 }, async () => {
  const phone = await owner.context.newPage();
  const { refused, all } = count(phone);
  const frames: string[] = [];
  phone.on("websocket", (socket) =>
    socket.on("framesent", ({ payload }) => {
      const { type } = JSON.parse(String(payload)) as { type: string };
      if (type !== "ping") frames.push(type);
    }),
  );
  const sent = () => frames.filter((type) => type === "message").length;
  await useThisBrowser(phone);
  const messages = 20;
  await phone.goto("/app/new");
  await say(phone, "message 0");
  await phone.waitForURL("**/app/c/*");
  for (let i = 1; i < messages; i++) {
    await say(phone, `message ${i}`);
    await expect.poll(sent, { timeout: 20_000 }).toBe(i + 1);
  }
  expect(refused).toEqual([]);
  // Getting here, and nothing more for each message.
  expect(frames.length + all().length - messages).toBeLessThan(messages);
  await phone.close();
});

/** What a page that was opened anew has asked for; `signedIn` counts what was asked before its socket was. */
async function openAnew(page: Page, path: string, shown: string) {
  const { all } = count(page);
  let before: number | undefined;
  page.on("websocket", (socket) =>
    socket.on("framereceived", ({ payload }) => {
      if (String(payload).includes("auth_success")) before ??= all().length;
    }),
  );
  await page.goto(path);
  await page.locator(shown).first().waitFor();
  await page.waitForTimeout(1_000);
  const asked = all().map((request) => request.replace(/cnv_\w+/, ":id"));
  return { asked, before };
}

test("what a page asks for before its code is there is not asked for again by it", async () => {
  const page = await owner.context.newPage();
  await page.goto("/app");
  await page.getByText("message 0").click();
  await page.waitForURL("**/app/c/*");
  const chat = await openAnew(page, new URL(page.url()).pathname, "[data-row] + [data-row]");
  expect(chat.asked.toSorted()).toEqual([
    "GET /api/v1/conversations",
    "GET /api/v1/conversations/:id/messages",
    "GET /api/v1/models",
  ]);
  expect(chat.before).toBeGreaterThanOrEqual(2);
  const home = await openAnew(page, "/console", "main dl");
  for (const once of ["auth/session", "status", "events"])
    expect(home.asked.filter((request) => request === `GET /api/v1/${once}`)).toHaveLength(1);
  await page.close();
});

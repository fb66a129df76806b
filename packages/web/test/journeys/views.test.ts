import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { configuredDatabase } from "../../../server/test/_support/empty-database.ts";
import { openBrowser, openContext, screens, type Watched } from "../_support/browser.ts";
import { claim, join, rest, say, useThisBrowser } from "../_support/people.ts";
import { type RealServer, startRealServer } from "../_support/real-server.ts";

// What an auditor and a member see of a company, and what the server refuses them whatever the page shows.
const canary = "the yellow file of Tampere";
let server: RealServer;
let browser: Browser;
let owner: Watched;
let auditor: Watched;
let member: Watched;
/** Of the member: what nobody else may read or change. */
let theirs: { conversation: string; device: string; person: string };

beforeAll(async () => {
  [server, browser] = await Promise.all([
    startRealServer({ database: await configuredDatabase() }),
    openBrowser(),
  ]);
  owner = await openContext(browser, server.url);
  auditor = await openContext(browser, server.url, { viewport: screens.desktop });
  member = await openContext(browser, server.url, { viewport: screens.phone });
  await claim(server, owner.context);
  const add = (context: BrowserContext, name: string, role: string) =>
    join(owner.context, context, server.url, { email: `${name}@nordwind.example`, name, role });
  await add(auditor.context, "chiara", "auditor");
  const person = await add(member.context, "daniel", "member");

  const phone = await member.context.newPage();
  await useThisBrowser(phone);
  await phone.goto("/app/new");
  await say(phone, canary);
  await phone.waitForURL("**/app/c/*");
  await phone.getByRole("article", { name: "Answer" }).waitFor();
  const conversation = new URL(phone.url()).pathname.split("/").at(-1) ?? "";
  const listed = await rest(owner.context, server.url, "GET", "/api/v1/devices?all=true");
  const [device] = (listed.body as { items: { device_id: string }[] }).items;
  theirs = { conversation, device: device?.device_id ?? "", person };
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

test("an auditor sees the record and no content, and can change nothing", { timeout: 120_000 }, async () => {
  const page = await auditor.context.newPage();
  const heard: string[] = [];
  page.on("response", async (response) => {
    if (response.url().includes("/api/") && !response.url().endsWith("/events"))
      heard.push(await response.text().catch(() => ""));
  });
  await page.goto("/");
  await page.waitForURL("**/console");
  const sections = page.getByRole("navigation", { name: "Console" }).getByRole("link");
  await sections.first().waitFor();
  expect(await sections.filter({ visible: true }).allTextContents()).toEqual([
    "Home",
    "People",
    "Devices",
    "Record",
    "Edge",
    "Settings",
  ]);
  const seen: (string | null)[] = [];
  for (const [name, shown] of [
    ["People", "daniel@nordwind.example"],
    ["Devices", "paired"],
    ["Edge", "Allow-list"],
    ["Settings", "agents.defaults.model"],
    ["Record", "Message received"],
  ] as const) {
    await page.getByRole("link", { name, exact: true }).filter({ visible: true }).click();
    await page.getByText(shown).filter({ visible: true }).first().waitFor();
    seen.push(await page.locator("body").textContent());
    const buttons = await page.getByRole("main").getByRole("button").allTextContents();
    expect(
      buttons.filter((words) => /^(add|pair|remove|end|save|test|change|edit|release)\b/i.test(words)),
    ).toEqual([]);
  }
  await page.getByRole("button", { name: "Message received" }).first().click();
  await page.getByRole("dialog").getByText("Hash of the one before").waitFor();
  seen.push(await page.getByRole("dialog").textContent());
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Account of chiara" }).filter({ visible: true }).click();
  expect(await page.getByRole("menuitem", { name: "Open the app" }).count()).toBe(0);

  // The app is not theirs: no way in by its pages, nothing behind the door.
  await page.goto("/app");
  await page.waitForURL("**/pair");
  await page.getByRole("heading", { name: "Pair this device" }).waitFor();
  expect(await page.getByRole("button", { name: "Use this browser" }).count()).toBe(0);
  expect(seen.join()).toContain("daniel");
  expect(`${seen.join()} ${heard.join()}`).not.toContain("Tampere");

  const asked = await Promise.all(
    (
      [
        ["GET", `/api/v1/conversations/${theirs.conversation}/messages`],
        ["GET", "/api/v1/conversations"],
        ["POST", "/api/v1/conversations", {}],
        ["POST", "/api/v1/users", { email: "x@nordwind.example", role: "owner" }],
        ["PATCH", `/api/v1/users/${theirs.person}`, { disabled: true }],
        ["POST", `/api/v1/users/${theirs.person}/invite`],
        ["DELETE", `/api/v1/devices/${theirs.device}`],
      ] as const
    ).map(async ([method, path, body]) => {
      const { status } = await rest(auditor.context, server.url, method, path, body);
      return `${method} ${path.replace(/\w{3}_\w+/, "*")} ${status}`;
    }),
  );
  expect(asked).toEqual([
    "GET /api/v1/conversations/*/messages 403",
    "GET /api/v1/conversations 403",
    "POST /api/v1/conversations 403",
    "POST /api/v1/users 403",
    "PATCH /api/v1/users/* 403",
    "POST /api/v1/users/*/invite 403",
    "DELETE /api/v1/devices/* 404",
  ]);
  expect(auditor.complaints).toEqual([]);
});

test("a member sees the app only", { timeout: 120_000 }, async () => {
  const page = await member.context.newPage();
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  for (const path of ["", "/people", "/devices", "/record", "/settings"]) {
    await page.goto(`/console${path}`);
    await page.waitForURL("**/app");
  }
  await page.getByText(canary).waitFor();
  expect(asked.filter((path) => /v1\/(audit|users|settings|events|status)/.test(path))).toEqual([]);
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByText("this device", { exact: true }).waitFor();
  expect(await page.getByRole("link", { name: "Open the console" }).count()).toBe(0);

  const refused = await Promise.all(
    ["users", "audit", "audit/export", "settings", "devices?all=true", "sessions?all=true"].map(
      async (path) => `${path} ${(await rest(member.context, server.url, "GET", `/api/v1/${path}`)).status}`,
    ),
  );
  expect(refused).toEqual([
    "users 403",
    "audit 403",
    "audit/export 403",
    "settings 403",
    "devices?all=true 403",
    "sessions?all=true 403",
  ]);
  expect(member.complaints).toEqual([]);
});

import type { EdgeView } from "@entobot/contract/edge";
import type { SettingsView } from "@entobot/contract/settings";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { openBrowser, openContext, screens, type Watched } from "../_support/browser.ts";
import { type StandIn, startStandIn } from "../_support/stand-in.ts";

let server: StandIn;
let browser: Browser;
let watched: Watched;
let page: Page;

beforeAll(async () => {
  server = await startStandIn();
  browser = await openBrowser();
  watched = await openContext(browser, server.url, { viewport: screens.desktop, serviceWorkers: "block" });
  page = await watched.context.newPage();
}, 60_000);

afterEach(async () => {
  server.world.role = "owner";
  await page.unrouteAll({ behavior: "wait" });
});

/** What the server answers there, changed on its way to the page. */
const answer = <T>(path: string, change: (value: T) => T) =>
  page.route(`**/api/v1/${path}`, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: change((await response.json()) as T) });
  });

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

async function open(): Promise<void> {
  server.world.signedIn = true;
  await page.goto("/console/edge");
  await page.getByText("Request limit").waitFor();
}

test("an auditor sees all of it, and no button that changes anything", async () => {
  server.world.role = "auditor";
  await open();
  for (const text of ["203.0.113.77", "Wrong password or token", "2 networks", "22 days left"]) {
    await page.getByText(text).first().waitFor();
  }
  const main = page.getByRole("main");
  expect(await main.getByRole("button", { name: /Release|Edit/ }).count()).toBe(0);
  server.world.role = "owner";
  await open();
  expect(await main.getByRole("button", { name: /Release|Edit/ }).count()).toBe(4);
});

test("what the file sets is shown with its place and cannot be edited; an empty list is said to mean nobody", async () => {
  await answer<SettingsView>("settings", (view) => ({
    ...view,
    items: view.items.map((item) => {
      if (!item.key.startsWith("enterprise.")) return item;
      const value = item.key === "enterprise.ip_whitelist" ? [] : item.value;
      return { ...item, value, editable: false, origin: "/etc/entobot/config.json, line 4, column 5" };
    }),
  }));
  await open();
  const guards = page.getByRole("list", { name: "Who is let in" });
  await guards
    .getByText("An empty list: nobody is admitted · set by /etc/entobot/config.json, line 4")
    .waitFor();
  expect(await guards.getByRole("button").count()).toBe(0);
});

test("counts that come in move nothing that stood there, and the table for screen readers has them too", async () => {
  const boxes = () =>
    page.evaluate(() =>
      [...document.querySelectorAll("main h2, main figure, main svg, main h3")].map((element) => {
        const { top, height } = element.getBoundingClientRect();
        return [element.tagName, Math.round(top), Math.round(height)];
      }),
    );
  await open();
  const before = await boxes();
  await answer<EdgeView>("edge", (view) => {
    const last = view.minutes.at(-1);
    if (last) last.counts.invalid_credentials = 777;
    return view;
  });
  const cell = page.getByRole("cell", { name: "777", exact: true });
  await cell.waitFor({ state: "attached", timeout: 15_000 });
  expect(await boxes()).toEqual(before);
});

test("all is calm when nothing was refused", async () => {
  await answer<EdgeView>("edge", (view) => ({ ...view, minutes: [], places: [], addresses: [] }));
  await open();
  await page.getByText("Nobody was turned away in the last hour.").waitFor();
  expect(watched.complaints).toEqual([]);
});

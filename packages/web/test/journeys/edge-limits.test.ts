import { limits } from "@entobot/contract/limits";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, openContext, screens, type Watched } from "../_support/browser.ts";
import { type RealServer, startRealServer } from "../_support/real-server.ts";

// What the console needs to be opened and to set a limit back: no limit below that may be saved.
let server: RealServer;
let browser: Browser;
let desk: Watched;

beforeAll(async () => {
  [server, browser] = await Promise.all([startRealServer({ enterprise: {} }), openBrowser()]);
  desk = await openContext(browser, server.url, { viewport: screens.desktop });
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

test("the least limit that can be saved is enough to open the page again and set it back", {
  timeout: 60_000,
}, async () => {
  const { claim_url } = (await server.command("claim")) as { claim_url: string };
  const page = await desk.context.newPage();
  await page.goto(claim_url);
  await page.getByLabel("Your e-mail").fill("ada@nordwind.example");
  await page.getByLabel("Your name").fill("Ada Lindqvist");
  await page.getByLabel("Password", { exact: true }).fill("seven quiet herons at dawn");
  await page.getByRole("button", { name: "Become the owner" }).click();
  await page.waitForURL("**/console");

  const asked: string[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith("/api/")) asked.push(`${request.method()} ${pathname}`);
  });
  await page.goto("/console/edge");
  const dialog = page.getByRole("dialog");
  const requests = dialog.getByRole("textbox", { name: "Requests" });
  const save = dialog.getByRole("button", { name: "Save" });
  const edit = async (count: number) => {
    await page.getByRole("button", { name: "Edit the request limit" }).click();
    await requests.fill(String(count));
    await save.click();
  };
  await edit(limits.requestsToRestoreLimit + 50);
  await dialog.waitFor({ state: "hidden" });
  expect(asked.length, asked.join("\n")).toBeLessThanOrEqual(limits.requestsToRestoreLimit);

  await edit(limits.requestsToRestoreLimit - 1);
  await dialog.getByText(/shut you out/i).waitFor();
});

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { promised } from "../../../server/test/_support/size.ts";
import { openBrowser, openContext, screens, type Watched } from "../_support/browser.ts";
import { type RealServer, startRealServer } from "../_support/real-server.ts";

// One company from the first link to a removed phone, with the real server and real browsers.
let server: RealServer;
let browser: Browser;
let desk: Watched;
let phone: Watched;

beforeAll(async () => {
  [server, browser] = await Promise.all([startRealServer(), openBrowser()]);
  desk = await openContext(browser, server.url, { viewport: screens.desktop });
  phone = await openContext(browser, server.url, {
    viewport: screens.phone,
    hasTouch: true,
    permissions: ["clipboard-read", "clipboard-write"],
  });
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const password = "seven quiet herons at dawn";
const say = async (page: Page, text: string) => {
  await page.getByRole("textbox", { name: "Message" }).fill(text);
  await page.getByRole("button", { name: "Send" }).click();
};

test("claim, add, pair, chat, lose the line, remove the device, read the story", {
  timeout: 120_000,
}, async () => {
  const { claim_url } = (await server.command("claim")) as { claim_url: string };
  const owner = await desk.context.newPage();
  await owner.goto(claim_url);
  await owner.getByLabel("Your e-mail").fill("ada@nordwind.example");
  await owner.getByLabel("Your name").fill("Ada Lindqvist");
  await owner.getByLabel("Password", { exact: true }).fill(password);
  await owner.getByRole("button", { name: "Become the owner" }).click();
  await owner.waitForURL("**/console");
  expect(new URL(owner.url()).hash).toBe("");

  await owner.getByRole("link", { name: "People" }).first().click();
  await owner.getByRole("button", { name: "Add a person" }).click();
  await owner.getByLabel("E-mail").fill("daniel@nordwind.example");
  await owner.getByLabel("Name", { exact: true }).fill("Daniel Okafor");
  await owner.getByRole("button", { name: "Add", exact: true }).click();
  const link = (await owner.locator("dialog p.select-all").textContent()) ?? "";
  expect(link).toContain("/set-password#");
  await owner.getByRole("button", { name: "Done" }).click();

  // The phone belongs to the owner: a code is for oneself.
  await owner.getByRole("link", { name: "Devices" }).first().click();
  await owner.getByRole("button", { name: "Pair a device" }).click();
  await owner.getByRole("img", { name: "Pairing code" }).waitFor();
  await desk.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await owner.getByRole("button", { name: "Copy as text" }).click();
  const code = await owner.evaluate(() => navigator.clipboard.readText());
  const app = await phone.context.newPage();
  await app.goto(`/pair#${Buffer.from(code).toString("base64url")}`);
  await app.getByLabel("Name of this device").fill("Ada's phone");
  await app.getByRole("button", { name: "Pair", exact: true }).click();
  await app.waitForURL("**/app");
  await owner.getByText("Ada's phone is paired").waitFor();
  await owner.getByRole("button", { name: "Done" }).click();

  await app.getByRole("link", { name: "New conversation" }).click();
  await say(app, "help");
  await app.waitForURL("**/app/c/*");
  await app.getByRole("article", { name: "Answer" }).first().waitFor();
  await app.getByRole("button", { name: "Ask again" }).waitFor();

  await phone.context.setOffline(true);
  await say(app, "first from the tunnel");
  await say(app, "second from the tunnel");
  await app.getByText("Waiting for a connection").first().waitFor();
  await phone.context.setOffline(false);
  await app.waitForFunction(() => document.querySelectorAll("article").length === 3);
  const own = await app.locator("[data-row] .whitespace-pre-wrap").allTextContents();
  const sent = own.map((text) => text.replace("You: ", "").trim()).filter((text) => text.includes("tunnel"));
  expect(sent).toEqual(["first from the tunnel", "second from the tunnel"]);

  await owner.getByRole("button", { name: "Remove" }).first().click();
  await owner.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  const asked = Date.now();
  await app.getByRole("heading", { name: "This device was signed out" }).waitFor();
  expect(Date.now() - asked).toBeLessThan(promised(2_000));

  await owner.getByRole("link", { name: "Record" }).first().click();
  const records = owner.getByRole("group", { name: "Records" });
  for (const event of ["Device removed", "Message received", "Device paired", "Person added"]) {
    await records.getByText(event, { exact: true }).first().waitFor();
  }
  // Ids in the record, names on the page.
  await records
    .getByRole("button", { name: /Message received.*Ada Lindqvist/ })
    .first()
    .click();
  await owner.getByRole("dialog").getByRole("button", { name: "Ada Lindqvist" }).click();
  await owner.getByText("The story of Ada Lindqvist").waitFor();

  const member = await openContext(browser, server.url, { viewport: screens.phone });
  const page = await member.context.newPage();
  await page.goto(link);
  await page.getByLabel("New password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Save and sign in" }).click();
  await page.getByRole("button", { name: "Use this browser" }).click();
  await page.waitForURL("**/app");
  await page.goto("/console");
  await page.waitForURL("**/app");
  // The policy is on, and nothing on the way broke it.
  expect([desk, phone, member].flatMap(({ complaints }) => complaints)).toEqual([]);
});

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { configuredDatabase } from "../../../server/test/_support/empty-database.ts";
import { openBrowser, openContext, screens } from "../_support/browser.ts";
import { keyboardOf } from "../_support/keyboard.ts";
import { password } from "../_support/people.ts";
import { type RealServer, startRealServer } from "../_support/real-server.ts";
import { type SpokenModel, startSpokenModel } from "../_support/spoken-model.ts";

// From the first link to a stopped answer without touching a mouse.
let server: RealServer;
let browser: Browser;
let model: SpokenModel;

beforeAll(async () => {
  model = await startSpokenModel();
  [server, browser] = await Promise.all([
    startRealServer({ database: await configuredDatabase(), providers: model.settings }),
    openBrowser(),
  ]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
  await model?.close();
});

test("claim, add a person, pair, chat, stop: by keyboard alone, the focus always seen and never lost", {
  timeout: 120_000,
}, async () => {
  const { context, complaints } = await openContext(browser, server.url, {
    viewport: screens.desktop,
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  const keyboard = keyboardOf(page);
  const { claim_url } = (await server.command("claim")) as { claim_url: string };
  await page.goto(claim_url);
  await page.getByRole("heading").first().waitFor();

  await keyboard.to("Your e-mail");
  await keyboard.type("ada@nordwind.example");
  await keyboard.to("Your name");
  await keyboard.type("Ada Lindqvist");
  await keyboard.to("Password");
  await keyboard.type(password);
  await keyboard.press("Enter");
  await page.waitForURL("**/console");

  await keyboard.to("People");
  await keyboard.press("Enter");
  await page.getByRole("heading", { name: "People" }).waitFor();
  // A new page: the focus is on its heading, not lost on the link that is still there.
  await expect.poll(async () => (await keyboard.focus())?.name).toBe("People");
  await keyboard.to("Add a person");
  await keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  // All the way round and out of nowhere: it never leaves the dialog.
  for (let count = 0; count < 12; count++) await keyboard.step();
  await keyboard.to("E-mail");
  await keyboard.type("daniel@nordwind.example");
  await keyboard.press("Enter");
  await page.getByRole("heading", { name: "Give them this link" }).waitFor();
  await keyboard.press("Escape");
  await expect.poll(async () => (await keyboard.focus())?.name).toBe("Add a person");
  await keyboard.to("Actions for daniel");
  await keyboard.press("Enter");
  await expect.poll(async () => (await keyboard.focus())?.role).toBe("menuitem");
  await keyboard.press("ArrowDown");
  await keyboard.press("Escape");
  await expect.poll(async () => (await keyboard.focus())?.name).toBe("Actions for daniel");

  await keyboard.to("Devices");
  await keyboard.press("Enter");
  await page.getByRole("heading", { name: "Devices" }).waitFor();
  await keyboard.to("Pair a device");
  await keyboard.press("Enter");
  await page.getByRole("img", { name: "Pairing code" }).waitFor();
  await keyboard.to("Use this browser");
  await keyboard.press("Enter");
  await page.getByRole("heading", { name: "Pair this device" }).waitFor();
  await keyboard.to("Use this browser");
  await keyboard.press("Enter");
  await page.waitForURL("**/app");

  await keyboard.to("Message");
  await keyboard.type("Tell me a long story");
  await keyboard.press("Enter");
  await page.waitForURL("**/app/c/*");
  const answer = await model.next();
  answer.say("Once upon a time ");
  await page.getByText("Once upon a time").waitFor();
  await keyboard.to("Stop the answer");
  await keyboard.press("Enter");
  await answer.left;
  await page.getByText("Stopped").first().waitFor();
  expect(await keyboard.focus()).not.toBeNull();
  await keyboard.to("Actions for this conversation");
  await keyboard.press("Enter");
  await expect.poll(async () => (await keyboard.focus())?.name).toBe("Rename");
  await keyboard.press("ArrowDown");
  await keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  for (let count = 0; count < 8; count++) await keyboard.step("Shift+Tab");
  await keyboard.to("Delete");
  await keyboard.press("Enter");
  await page.getByText("Conversation deleted").waitFor();
  await expect.poll(() => keyboard.focus()).not.toBeNull();

  expect(keyboard.complaints).toEqual([]);
  expect(complaints).toEqual([]);
});

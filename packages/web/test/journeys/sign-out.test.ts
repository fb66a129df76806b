import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, openContext, screens, type Watched } from "../_support/browser.ts";
import { claim, join, password, rest, useThisBrowser } from "../_support/people.ts";
import { type RealServer, startRealServer } from "../_support/real-server.ts";

// Somebody leaves a shared computer: whoever sits there next finds a stranger's browser.
let server: RealServer;
let browser: Awaited<ReturnType<typeof openBrowser>>;
let owner: Watched;
let member: Watched;

beforeAll(async () => {
  [server, browser] = await Promise.all([startRealServer(), openBrowser()]);
  owner = await openContext(browser, server.url, { viewport: screens.desktop });
  member = await openContext(browser, server.url, { viewport: screens.phone });
  await claim(server, owner.context);
  const person = { email: "daniel@nordwind.example", name: "Daniel", role: "member" };
  await join(owner.context, member.context, server.url, person);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

test("who forgets the device is signed out of the browser too", { timeout: 60_000 }, async () => {
  const page = await member.context.newPage();
  await useThisBrowser(page);
  const session = () => rest(member.context, server.url, "GET", "/api/v1/auth/session");
  expect((await session()).status).toBe(200);

  await page.goto("/app/settings");
  await page.getByRole("button", { name: "Sign out and forget this device" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL("**/pair");
  await page.getByRole("link", { name: "Sign in with e-mail" }).waitFor();
  expect(await page.getByRole("button", { name: "Use this browser" }).count()).toBe(0);
  expect(await session()).toMatchObject({ status: 200, body: null });

  await page.goto("/app");
  await page.waitForURL("**/pair");
  expect(member.complaints).toEqual([]);
});

test("who mistypes the old password is told so and stays signed in", { timeout: 60_000 }, async () => {
  const page = await owner.context.newPage();
  await page.goto("/console");
  await page.getByRole("button", { name: "Account of Ada Lindqvist" }).click();
  await page.getByRole("menuitem", { name: "Change password" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Current password").fill("seven quiet herons at dusk");
  await dialog.getByLabel("New password").fill("four calm otters in the rain");
  await dialog.getByRole("button", { name: "Change password" }).click();
  await dialog.getByText("This is not your current password.").waitFor();

  await dialog.getByLabel("Current password").fill(password);
  await dialog.getByRole("button", { name: "Change password" }).click();
  await page.getByText("Password changed").waitFor();
  expect(new URL(page.url()).pathname).toBe("/console");
  expect(owner.complaints).toEqual([]);
});

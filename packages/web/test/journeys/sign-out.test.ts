import { afterAll, beforeAll, expect, test } from "vitest";
import { configuredDatabase } from "../../../server/test/_support/empty-database.ts";
import { openBrowser, openContext, screens, type Watched } from "../_support/browser.ts";
import { claim, join, password, rest, useThisBrowser } from "../_support/people.ts";
import { type RealServer, startRealServer } from "../_support/real-server.ts";

// Somebody leaves a shared computer: whoever sits there next finds a stranger's browser.
let server: RealServer;
let browser: Awaited<ReturnType<typeof openBrowser>>;
let owner: Watched;
let member: Watched;

beforeAll(async () => {
  [server, browser] = await Promise.all([
    startRealServer({ database: await configuredDatabase() }),
    openBrowser(),
  ]);
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

test("who only has the app changes their password there, and is signed out everywhere else", {
  timeout: 60_000,
}, async () => {
  // The journeys above have left the member without a device, and signed out.
  const status = async () => (await rest(member.context, server.url, "GET", "/api/v1/status")).status;
  const signIn = async (data: { email: string; password: string }) =>
    (await rest(member.context, server.url, "POST", "/api/v1/auth/sign-in", data)).status;
  const email = "daniel@nordwind.example";
  expect(await signIn({ email, password })).toBe(200);
  const page = await member.context.newPage();
  await useThisBrowser(page);
  await page.goto("/app/settings");
  await page.getByRole("button", { name: "Change password" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Current password").fill("nine loud gulls at noon");
  await dialog.getByLabel("New password").fill("four calm otters in the rain");
  await dialog.getByRole("button", { name: "Change password" }).click();
  await dialog.getByText("This is not your current password.").waitFor();
  await dialog.getByLabel("Current password").fill(password);
  await dialog.getByRole("button", { name: "Change password" }).click();
  await page.getByText("Password changed").waitFor();
  // The browser's own session is another one than its device's.
  expect(await status()).toBe(401);
  await page.goto("/app");
  await page.getByRole("heading", { name: "Conversations" }).waitFor();
  expect(await signIn({ email, password })).toBe(401);
  expect(await signIn({ email, password: "four calm otters in the rain" })).toBe(200);
  expect(member.complaints).toEqual([]);
});

test("who removes a lost phone ends the browser that could pair it again, in the same act", {
  timeout: 60_000,
}, async () => {
  const page = await owner.context.newPage();
  await page.goto("/console/devices");
  await page.getByRole("button", { name: "Remove" }).click();
  const dialog = page.getByRole("dialog");
  expect(
    await dialog.getByRole("checkbox", { name: /daniel@nordwind\.example out of 1 browser$/ }).isChecked(),
  ).toBe(true);
  await dialog.getByRole("button", { name: "Remove" }).click();
  await page.getByText("Device removed").waitFor();
  expect((await rest(member.context, server.url, "GET", "/api/v1/auth/session")).status).toBe(401);
  await page.getByRole("list", { name: "Browsers" }).getByText("this browser").waitFor();
  expect(await page.getByRole("list", { name: "Browsers" }).getByRole("listitem").count()).toBe(1);
  expect(owner.complaints).toEqual([]);
});

test("a first visit asks who is signed in, and is no refusal", { timeout: 60_000 }, async () => {
  const refusals = async () => {
    const { body } = await rest(owner.context, server.url, "GET", "/api/v1/edge");
    return (body as { places: { count: number }[] }).places.reduce((sum, { count }) => sum + count, 0);
  };
  const before = await refusals();
  const visitor = await openContext(browser, server.url);
  const page = await visitor.context.newPage();
  for (const path of ["/", "/pair", "/app", "/console", "/sign-in"]) {
    await page.goto(path, { waitUntil: "networkidle" });
  }
  await page.getByRole("button", { name: "Sign in" }).waitFor();
  expect(visitor.complaints).toEqual([]);
  await visitor.context.close();
  expect(await refusals()).toBe(before);
});

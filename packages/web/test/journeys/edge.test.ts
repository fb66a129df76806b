import { request } from "node:http";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { configuredDatabase } from "../../../server/test/_support/empty-database.ts";
import { openBrowser, openContext, screens, type Watched } from "../_support/browser.ts";
import { type RealServer, startRealServer } from "../_support/real-server.ts";

// An attack, watched from the console as it happens, and what an administrator does about it.
let server: RealServer;
let browser: Browser;
let desk: Watched;

beforeAll(async () => {
  [server, browser] = await Promise.all([
    startRealServer({ database: await configuredDatabase() }),
    openBrowser(),
  ]);
  desk = await openContext(browser, server.url, { viewport: screens.desktop });
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const email = "ada@nordwind.example";
const right = "seven quiet herons at dawn";
const stranger = "127.0.0.66";

/** The status of one request to the API, from an address of this machine. */
function ask(from: string, path: string, body?: object): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        ...{ host: "127.0.0.1", port: server.ports.rest, localAddress: from, agent: false, path },
        method: body ? "POST" : "GET",
        headers: { "content-type": "application/json" },
      },
      (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      },
    );
    asked.on("error", reject);
    asked.end(body && JSON.stringify(body));
  });
}
const signIn = (password: string) => ask(stranger, "/api/v1/auth/sign-in", { email, password });

async function becomeOwner(): Promise<Page> {
  const { claim_url } = (await server.command("claim")) as { claim_url: string };
  const page = await desk.context.newPage();
  await page.goto(claim_url);
  await page.getByLabel("Your e-mail").fill(email);
  await page.getByLabel("Your name").fill("Ada Lindqvist");
  await page.getByLabel("Password", { exact: true }).fill(right);
  await page.getByRole("button", { name: "Become the owner" }).click();
  await page.waitForURL("**/console");
  return page;
}

test("wrong passwords are seen as they come, the lockout is released, and nobody locks themselves out", {
  timeout: 120_000,
}, async () => {
  const page = await becomeOwner();
  await page.getByRole("link", { name: "Edge" }).first().click();
  const reasons = page.getByRole("list", { name: "Why, and at which door" });
  const places = page.getByRole("list", { name: "From where" });
  const counted = (words: string, count: number) =>
    reasons.getByRole("listitem").filter({ hasText: words }).getByText(String(count), { exact: true });
  await page.getByText("Nobody is locked out.").waitFor();

  for (let count = 0; count < 5; count++) expect(await signIn("let me in")).toBe(401);
  await counted("Wrong password or token", 5).waitFor();
  await places.getByText(stranger).waitFor();

  for (let count = 0; count < 5; count++) await signIn("let me in");
  expect(await signIn(right)).toBe(429);
  await page.getByRole("button", { name: `Release ${stranger}` }).click();
  await page.getByRole("dialog").getByText("may try again at once").waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Release" }).click();
  await page.getByText("Nobody is locked out.").waitFor();
  await expect.poll(() => signIn(right), { timeout: 15_000 }).toBe(200);

  await page.getByRole("button", { name: "Edit the allow-list" }).click();
  const dialog = page.getByRole("dialog");
  const networks = dialog.getByRole("textbox", { name: "Networks" });
  const save = dialog.getByRole("button", { name: "Save" });
  await dialog.getByText("These networks").click();
  await dialog.getByText("An empty list admits nobody").waitFor();
  await dialog.getByRole("button", { name: "Add my address" }).click();
  await dialog.getByText("this list admits you").waitFor();
  await networks.fill("192.0.2.0/24");
  await dialog.getByText("this list would lock you out").waitFor();
  await save.click();
  await dialog.getByText("this list would lock you out").waitFor();
  await networks.fill("192.0.2.0/24\n\n10.0.0.1/8");
  await dialog.getByText("Line 3: 10.0.0.1/8 has bits set beyond /8").waitFor();
  expect(await ask(stranger, "/api/health")).toBe(200);
  await networks.fill("127.0.0.1\n::1");
  await dialog.getByText("this list admits you").waitFor();
  await save.click();
  await page.getByText("127.0.0.1/32, ::1/128").waitFor();

  expect(await ask(stranger, "/api/health")).toBe(403);
  await counted("Not on the allow-list", 1).waitFor();

  for (const event of ["Lockout started", "Lockout released", "Settings changed"]) {
    await page.goto(`/console/record?event=${event.toLowerCase().replace(" ", "_")}`);
    await page.getByRole("group", { name: "Records" }).getByText(event, { exact: true }).first().waitFor();
  }
  expect(desk.complaints).toEqual([]);
});

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { configuredDatabase } from "../../../server/test/_support/empty-database.ts";
import { openBrowser, openContext, screens } from "../_support/browser.ts";
import { claim } from "../_support/people.ts";
import { pictureOf, readQrCode, videoOf } from "../_support/picture.ts";
import { type RealServer, startRealServer } from "../_support/real-server.ts";

// The code on the screen of a desk, read by the camera of a phone.
let server: RealServer;
let browser: Browser;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "entobot-camera-"));
  [server, browser] = await Promise.all([
    startRealServer({
      database: await configuredDatabase(),
      network: { public_url: "https://entobot.nordwind.example" },
    }),
    openBrowser(`--use-file-for-fake-video-capture=${join(folder, "desk.y4m")}`),
  ]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

test("the code of the pair dialog is a link that a camera reads, and the app's own camera pairs by it", {
  timeout: 120_000,
}, async () => {
  const desk = await openContext(browser, server.url, { viewport: screens.desktop, colorScheme: "dark" });
  await claim(server, desk.context);
  const console_ = await desk.context.newPage();
  await console_.goto("/console/devices");
  await console_.getByRole("button", { name: "Pair a device" }).click();
  const code = console_.getByRole("img", { name: "Pairing code" });
  await code.waitFor();
  await console_.evaluate(() => Promise.all(document.getAnimations().map((one) => one.finished)));
  const picture = await pictureOf(browser, await code.screenshot());

  const link = readQrCode(picture) ?? "";
  expect(link).toMatch(/^https:\/\/entobot\.nordwind\.example\/pair#[\w-]+$/);
  const payload = JSON.parse(Buffer.from(new URL(link).hash.slice(1), "base64url").toString()) as object;
  expect(Object.keys(payload)).toEqual(["session_id", "websocket_url", "temp_token", "timestamp"]);
  expect(readQrCode({ ...picture, data: picture.data.map(() => 255) })).toBeNull();

  await writeFile(join(folder, "desk.y4m"), videoOf(picture));
  const phone = await openContext(browser, server.url, { viewport: screens.phone, permissions: ["camera"] });
  const app = await phone.context.newPage();
  await app.goto("/pair");
  await app.getByRole("button", { name: "Scan the code" }).click();
  await app.getByRole("heading", { name: "Pair this device?" }).waitFor();
  await app.getByRole("button", { name: "Pair", exact: true }).click();
  await app.waitForURL("**/app");
  await console_.getByText("is paired").waitFor();
  expect([...desk.complaints, ...phone.complaints]).toEqual([]);
});

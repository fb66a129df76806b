/** Makes the pictures of the README in docs/images, from a build of the sources and a made-up company. `npm run screenshots -w packages/web`. */
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { openBrowser, openContext } from "./test/_support/browser.ts";
import { buildApp } from "./test/_support/built-app.ts";
import { startStandIn } from "./test/_support/stand-in.ts";

const folder = fileURLToPath(new URL("../../docs/images", import.meta.url));
mkdirSync(folder, { recursive: true });
const app = await buildApp();
const server = await startStandIn({ dist: app.folder });
const browser = await openBrowser();

const phone = { width: 390, height: 800 };
const desktop = { width: 1440, height: 900 };

const pair = async (page: Page) => {
  const websocket_url = `${server.url.replace("http", "ws")}/ws`;
  const payload = JSON.stringify({ session_id: "pair-1", websocket_url, temp_token: "t", timestamp: 1 });
  await page.goto(`/pair#${Buffer.from(payload).toString("base64url")}`);
  await page.getByRole("button", { name: "Pair", exact: true }).click();
  await page.getByText("Timeout of the invoice").waitFor();
};
const chat = async (page: Page) => {
  await pair(page);
  await page.getByText("Timeout of the invoice").click();
  await page.getByText("timeout = 60").waitFor();
  // Past the word about the pairing.
  await page.waitForTimeout(4_500);
  await page.getByRole("group", { name: "Messages" }).evaluate((box) => box.scrollTo({ top: 0 }));
};
const open = (path: string, shown: string) => async (page: Page) => {
  server.world.signedIn = true;
  await page.goto(path);
  await page.getByText(shown).filter({ visible: true }).first().waitFor();
  // A few pulses, so that the plots have a line.
  await page.waitForTimeout(6_000);
};

const pictures = [
  ["app-conversations", phone, pair],
  ["app-chat", phone, chat],
  ["app-chat-desktop", desktop, chat],
  ["console-home", desktop, open("/console", "Connections")],
  ["console-record", desktop, open("/console/record", "Message sent")],
  ["console-home-phone", phone, open("/console", "Connections")],
] as const;

for (const colorScheme of ["light", "dark"] as const) {
  for (const [name, viewport, act] of pictures) {
    const { context } = await openContext(browser, server.url, {
      viewport,
      colorScheme,
      deviceScaleFactor: 2,
    });
    const page = await context.newPage();
    await act(page);
    await page.waitForTimeout(300);
    await page.screenshot({ path: `${folder}/${name}-${colorScheme}.png` });
    await context.close();
  }
}
await browser.close();
await server.close();
await app.remove();

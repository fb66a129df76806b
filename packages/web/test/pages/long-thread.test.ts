import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sized } from "../../../server/test/_support/size.ts";
import { openBrowser, openContext } from "../_support/browser.ts";
import { buildApp } from "../_support/built-app.ts";
import { type StandIn, startStandIn } from "../_support/stand-in.ts";

let app: Awaited<ReturnType<typeof buildApp>>;
let server: StandIn;
let browser: Browser;

beforeAll(async () => {
  app = await buildApp();
  server = await startStandIn({ dist: app.folder, messages: sized(1_000, 10_000) });
  browser = await openBrowser();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
  await app?.remove();
});

test("a long conversation opens at its end, reads backwards, and never holds more than 100 rows", async () => {
  const { context, complaints } = await openContext(browser, server.url);
  const page = await context.newPage();
  const websocket_url = `${server.url.replace("http", "ws")}/ws`;
  const payload = JSON.stringify({ session_id: "pair-1", websocket_url, temp_token: "t", timestamp: 1 });
  await page.goto(`/pair#${Buffer.from(payload).toString("base64url")}`);
  await page.getByRole("button", { name: "Pair", exact: true }).click();
  await page.getByText("Timeout of the invoice").click();
  await page.getByText("timeout = 60").waitFor();
  const thread = page.getByRole("group", { name: "Messages" });
  const end = () => thread.evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight);
  await expect.poll(end).toBeLessThan(2);

  // Until the first message is in sight, or this often; every look counts the rows in the document.
  const seen = await thread.evaluate(
    async (box, rounds) => {
      let rows = 0;
      let jumps = 0;
      for (let round = 0; round < rounds; round++) {
        box.scrollTop -= 900;
        for (let frame = 0; frame < 6; frame++) {
          await new Promise((resolve) => requestAnimationFrame(resolve));
          rows = Math.max(rows, document.querySelectorAll("[data-row]").length);
        }
        // What the eye rests on: the text in the middle must be there, never an empty stretch.
        const { top, height, left, width } = box.getBoundingClientRect();
        const middle = document.elementFromPoint(left + width / 2, top + height / 2);
        if (!middle?.closest("[data-row]")) jumps++;
      }
      return { rows, jumps, height: box.scrollHeight };
    },
    sized(40, 300),
  );
  expect(seen.rows).toBeGreaterThan(5);
  expect(seen.rows).toBeLessThanOrEqual(100);
  expect(seen.jumps).toBe(0);
  expect(seen.height).toBeGreaterThan(20_000);

  await page.getByRole("button", { name: "Go to the newest message" }).click();
  await expect.poll(end).toBeLessThan(2);
  expect(complaints).toEqual([]);
  await context.close();
});

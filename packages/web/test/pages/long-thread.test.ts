import type { Browser, Locator } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { promised, sized } from "../../../server/test/_support/size.ts";
import { openBrowser, openContext } from "../_support/browser.ts";
import { heapOf, watchScroll } from "../_support/scroll-watch.ts";
import { type StandIn, startStandIn } from "../_support/stand-in.ts";

let server: StandIn;
let browser: Browser;

beforeAll(async () => {
  server = await startStandIn({ messages: sized(1_000, 10_000) });
  browser = await openBrowser();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** How far, in px, the row in the middle moves by itself once the wheel rests. */
const drift = (thread: Locator) =>
  thread.evaluate(async (box) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    for (let still = 0, last = box.scrollTop; still < 3; last = box.scrollTop) {
      await frame();
      still = box.scrollTop === last ? still + 1 : 0;
    }
    const { top, height, left, width } = box.getBoundingClientRect();
    const row = document.elementFromPoint(left + width / 2, top + height / 2)?.closest("[data-row]");
    if (!row) return Number.POSITIVE_INFINITY;
    const place = row.getBoundingClientRect().top;
    for (let count = 0; count < 6; count++) await frame();
    return row.isConnected ? Math.abs(row.getBoundingClientRect().top - place) : Number.POSITIVE_INFINITY;
  });

test(
  "a long conversation opens at its end, reads backwards, and never holds more than 100 rows",
  async () => {
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

    const box = await thread.boundingBox();
    if (!box) throw new Error("no thread");
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    const before = await heapOf(page);
    let farthest = 0;
    const seen = await watchScroll(browser, page, thread, async () => {
      for (let turn = 0; turn < sized(40, 1_200); turn++) {
        await page.mouse.wheel(0, -900);
        // Rows above are measured and earlier messages arrive, but what the eye rests on stays where it is.
        if (turn % sized(4, 40) === 0) farthest = Math.max(farthest, await drift(thread));
      }
    });
    expect(seen.rows).toBeGreaterThan(5);
    expect(seen.rows).toBeLessThanOrEqual(100);
    expect(seen.blankFrames).toBeLessThanOrEqual(3);
    expect(seen.longestTask).toBeLessThan(promised(200));
    expect(farthest).toBeLessThanOrEqual(2);
    expect(await thread.evaluate((box) => box.scrollHeight)).toBeGreaterThan(sized(20_000, 900_000));
    // The messages that were read are kept: some hundred bytes each.
    expect((await heapOf(page)) - before).toBeLessThan(sized(8e6, 40e6));

    // Who flings to the very top before earlier messages have come can go on from there.
    const height = () => thread.evaluate((box) => box.scrollHeight);
    for (let fling = 0; fling < sized(3, 0); fling++) {
      const known = await height();
      await page.mouse.wheel(0, -1_000_000);
      await expect.poll(height, { timeout: 10_000 }).toBeGreaterThan(known);
    }

    await page.getByRole("button", { name: "Go to the newest message" }).click();
    await expect.poll(end).toBeLessThan(2);
    expect(complaints).toEqual([]);
    await context.close();
  },
  sized(120_000, 900_000),
);

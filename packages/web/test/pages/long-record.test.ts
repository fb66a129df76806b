import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { promised, sized } from "../../../server/test/_support/size.ts";
import { openBrowser, openContext, screens } from "../_support/browser.ts";
import { heapOf, watchScroll } from "../_support/scroll-watch.ts";
import { type StandIn, startStandIn } from "../_support/stand-in.ts";

const records = sized(1_500, 100_000);
/** Other tests may have the processor. */
const patience = { timeout: 10_000 };
let server: StandIn;
let browser: Browser;

beforeAll(async () => {
  server = await startStandIn({ records });
  server.world.signedIn = true;
  browser = await openBrowser();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

async function openRecord(search = "") {
  const { context, complaints } = await openContext(browser, server.url, { viewport: screens.desktop });
  const page = await context.newPage();
  await page.goto(`/console/record${search}`);
  const list = page.getByRole("group", { name: "Records" });
  await list.getByRole("button").first().waitFor();
  return { context, complaints, page, list };
}

/** The number in the row at this part of the list's height. */
const numberAt = (list: Locator, part: number) =>
  list.evaluate((box, part) => {
    const { top, height, left, width } = box.getBoundingClientRect();
    const row = document.elementFromPoint(left + width / 2, top + 4 + part * height)?.closest("[data-row]");
    return Number(row?.querySelector("button > span")?.textContent || Number.NaN);
  }, part);
const first = (list: Locator) => numberAt(list, 0);
const middle = (list: Locator) => numberAt(list, 0.5);

/** Turns the wheel until the oldest record is in sight. */
async function wheelToTheEnd(page: Page, list: Locator) {
  const box = await list.boundingBox();
  if (!box) throw new Error("no list");
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  for (let turn = 0; turn < 40_000; turn++) {
    await page.mouse.wheel(0, 1_500);
    if (turn % 10 === 0 && (await list.getByText("Server started").count()) > 0) {
      if ((await list.getByText("1", { exact: true }).count()) > 0) return;
    }
  }
  throw new Error("the end never came");
}

test(
  "the whole record passes the eye: few rows in the document, no long task, nothing kept",
  async () => {
    const { context, complaints, page, list } = await openRecord();
    await page.mouse.wheel(0, 10);
    const before = await heapOf(page);
    const seen = await watchScroll(browser, page, list, () => wheelToTheEnd(page, list));
    const grown = (await heapOf(page)) - before;
    expect(await list.evaluate((box) => box.scrollHeight)).toBeGreaterThan(records * 50);
    expect(seen.frames).toBeGreaterThan(50);
    expect(seen.rows).toBeGreaterThan(10);
    expect(seen.rows).toBeLessThanOrEqual(100);
    expect(seen.blankFrames).toBeLessThanOrEqual(3);
    expect(seen.longestTask).toBeLessThan(promised(200));
    // 100,000 records would be well over 100 MB; the heights and places of their rows are some.
    expect(grown).toBeLessThan(sized(8e6, 40e6));

    // The scrollbar, dragged all the way and back; then the keys.
    const jumps = await watchScroll(browser, page, list, async () => {
      for (const part of [0.5, 0.1, 0.9, 0.3, 0.7]) {
        await list.evaluate((box, part) => {
          box.scrollTop = part * box.scrollHeight;
        }, part);
        await expect.poll(() => middle(list), patience).toBeGreaterThan(0);
        const expected = records * (1 - part);
        expect(Math.abs((await middle(list)) - expected)).toBeLessThan(records / 50 + 20);
      }
      await list.focus();
      await page.keyboard.press("Home");
      await expect.poll(() => first(list), patience).toBe(records);
      await page.keyboard.press("End");
      await expect.poll(() => middle(list), patience).toBeLessThan(20);
    });
    expect(jumps.rows).toBeLessThanOrEqual(100);
    expect(jumps.blankFrames).toBeLessThanOrEqual(3);
    expect(jumps.longestTask).toBeLessThan(promised(200));
    expect(complaints).toEqual([]);
    await context.close();
  },
  sized(120_000, 900_000),
);

test("a person who knows the number or the time begins there", async () => {
  const { context, complaints, page, list } = await openRecord();
  await page.getByLabel("Up to number").fill("1234");
  await page.keyboard.press("Enter");
  await expect.poll(() => first(list), patience).toBe(1234);
  expect(new URL(page.url()).search).toBe("?from=1234");
  await page.getByLabel("Up to number").fill("");
  await page.keyboard.press("Enter");
  await expect.poll(() => first(list), patience).toBe(records);

  // Three minutes lie between two records.
  const then = await page.evaluate((now) => {
    const moment = new Date(now - 100 * 180_000);
    return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  }, server.world.now);
  await page.getByLabel("Up to time").fill(then);
  await page.keyboard.press("Enter");
  await expect.poll(() => first(list), patience).toBe(records - 100);
  expect(complaints).toEqual([]);
  await context.close();
});

test("the same measure finds a list that holds all its rows", async () => {
  const { context, page, list } = await openRecord();
  const seen = await watchScroll(browser, page, list, async () => {
    await list.evaluate((box, count) => {
      box.replaceChildren(
        ...Array.from({ length: count }, (_, index) => {
          const row = document.createElement("div");
          row.dataset["row"] = "";
          row.textContent = `Record ${index}`;
          return row;
        }),
      );
    }, records);
    await page.mouse.wheel(0, 3_000);
    await page.waitForTimeout(200);
  });
  expect(seen.rows).toBeGreaterThanOrEqual(records);
  if (records >= 100_000) expect(seen.longestTask).toBeGreaterThan(200);
  await context.close();
});

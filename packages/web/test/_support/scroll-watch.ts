import type { Browser, Locator, Page } from "playwright-core";

/** What a person would complain about while a list moves. */
export interface Seen {
  /** Most rows that were in the document at any moment. */
  readonly rows: number;
  /** Most frames in a row in which nothing stood in the middle of the list. */
  readonly blankFrames: number;
  readonly frames: number;
  /** Processor time of the longest task of the page, in ms: what others on this machine do does not count. */
  readonly longestTask: number;
}

interface Watch {
  rows: number;
  frames: number;
  blank: number;
  blankFrames: number;
  stop(): void;
}
declare global {
  var scrollWatch: Watch | undefined;
}

/** Watches `list` in every frame and after every change of the document while `scroll` goes on. */
export async function watchScroll(
  browser: Browser,
  page: Page,
  list: Locator,
  scroll: () => Promise<unknown>,
): Promise<Seen> {
  await list.evaluate((box) => {
    const watch: Watch = { rows: 0, frames: 0, blank: 0, blankFrames: 0, stop: () => {} };
    const count = () => {
      watch.rows = Math.max(watch.rows, document.querySelectorAll("[data-row]").length);
    };
    const changes = new MutationObserver(count);
    changes.observe(box, { childList: true, subtree: true });
    const { top, height, left, width } = box.getBoundingClientRect();
    let frame = 0;
    const look = () => {
      watch.frames++;
      count();
      const middle = document.elementFromPoint(left + width / 2, top + height / 2);
      watch.blank = middle?.closest("[data-row]") ? 0 : watch.blank + 1;
      watch.blankFrames = Math.max(watch.blankFrames, watch.blank);
      frame = requestAnimationFrame(look);
    };
    frame = requestAnimationFrame(look);
    watch.stop = () => {
      changes.disconnect();
      cancelAnimationFrame(frame);
    };
    globalThis.scrollWatch = watch;
  });
  await browser.startTracing(page, { categories: ["toplevel", "disabled-by-default-devtools.timeline"] });
  let trace: Buffer;
  try {
    await scroll();
  } finally {
    trace = await browser.stopTracing();
  }
  const seen = await page.evaluate(() => {
    const watch = globalThis.scrollWatch as Watch;
    watch.stop();
    return { rows: watch.rows, frames: watch.frames, blankFrames: watch.blankFrames };
  });
  return { ...seen, longestTask: longestTaskOf(trace) };
}

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds of the processor, where the clock of the thread is known. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

function longestTaskOf(trace: Buffer): number {
  const { traceEvents } = JSON.parse(trace.toString("utf8")) as { traceEvents: readonly TraceEvent[] };
  const place = ({ pid, tid }: TraceEvent) => `${pid}.${tid}`;
  const main = new Set(
    traceEvents
      .filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain")
      .map(place),
  );
  const tasks = traceEvents.filter((event) => event.name.endsWith("RunTask") && main.has(place(event)));
  if (tasks.length === 0) throw new Error("the trace holds no task of a page");
  return tasks.reduce((most, { tdur = 0 }) => Math.max(most, tdur), 0) / 1000;
}

/** Bytes of the page's own objects after a collection. */
export async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  await session.detach();
  return usedSize;
}

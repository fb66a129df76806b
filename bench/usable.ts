/**
 * Time to usable on a mid-range phone: a Chromium whose processor is four times slower behind Fast 4G, from the first byte asked
 * for until a person can do what they came for. Beside an empty page of the same shell (same page, style, icons; a script
 * that does nothing). First visit: nothing is in the browser's cache, no service worker. Server on core 0, browser on core 1.
 * `npm run build && node bench/usable.ts [--rounds 7] [--pages list,chat,home]`
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type BrowserContext, chromium } from "playwright-core";
import { serveEmptyShell } from "./empty-shell.ts";
import { median, spread } from "./figures.ts";
import { expectBuiltPages, moveIn } from "./move-in.ts";
import { createProgram, pinGenerator } from "./program.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "7" },
    pages: { type: "string", default: "list,chat,home" },
  },
});

/** As Chromium's own tools name it. */
const fast4G = {
  offline: false,
  latency: 165,
  downloadThroughput: (9_000_000 / 8) * 0.9,
  uploadThroughput: (1_500_000 / 8) * 0.9,
};
const slower = 4;

/** What must be there, and be answered by the server, before a person can do what they came for. */
const usable: Readonly<Record<string, string>> = {
  empty: "#root[data-ready]",
  list: "nav[aria-label=Conversations] [data-row] a",
  chat: "main:has([data-row] + [data-row]) textarea:enabled",
  home: "main:has(h1):has(dl):not(:has(.animate-pulse))",
};

interface Visit {
  readonly took: number;
  readonly requests: number;
  readonly kilobytes: number;
}

async function visit(context: BrowserContext, url: string, selector: string): Promise<Visit> {
  const page = await context.newPage();
  try {
    const tools = await context.newCDPSession(page);
    await tools.send("Network.enable");
    await tools.send("Network.clearBrowserCache");
    await tools.send("Network.emulateNetworkConditions", fast4G);
    await tools.send("Emulation.setCPUThrottlingRate", { rate: slower });
    let [requests, bytes] = [0, 0];
    tools.on("Network.requestWillBeSent", () => requests++);
    tools.on("Network.loadingFinished", ({ encodedDataLength }) => {
      bytes += encodedDataLength;
    });
    await page.addInitScript((wanted) => {
      const look = () => {
        if (!document.querySelector(wanted)) return requestAnimationFrame(look);
        // The frame that shows it has been drawn when the one after it begins.
        return requestAnimationFrame(() => performance.mark("usable"));
      };
      look();
    }, selector);
    await page.goto(url, { waitUntil: "commit" });
    const took = await page.waitForFunction(() => performance.getEntriesByName("usable")[0]?.startTime);
    return { took: (await took.jsonValue()) ?? Number.NaN, requests, kilobytes: bytes / 1024 };
  } finally {
    await page.close();
  }
}

/** Times a loop and a request: a throttle that is not on would make every page look good. */
async function proveThrottle(context: BrowserContext, url: string): Promise<void> {
  const page = await context.newPage();
  await page.goto(`${url}/icon.svg`);
  const measure = () =>
    page.evaluate(async () => {
      const began = performance.now();
      let sum = 0;
      for (let index = 0; index < 3e7; index++) sum += index % 7;
      const loop = performance.now() - began + sum * 0;
      const asked = performance.now();
      await (await fetch("/manifest.webmanifest", { cache: "no-store" })).text();
      return { loop, request: performance.now() - asked };
    });
  const free = await measure();
  const tools = await context.newCDPSession(page);
  await tools.send("Network.enable");
  await tools.send("Network.emulateNetworkConditions", fast4G);
  await tools.send("Emulation.setCPUThrottlingRate", { rate: slower });
  const slow = await measure();
  await page.close();
  const times = slow.loop / free.loop;
  if (times < slower / 2 || slow.request < fast4G.latency) throw new Error("the phone is not slow");
  console.log(
    `proved: a loop takes ${times.toFixed(1)} x as long, a request ${slow.request.toFixed(0)} ms instead of ${free.request.toFixed(0)}`,
  );
}

expectBuiltPages();
pinGenerator();
const program = await createProgram({ enterprise: { rate_limit_enabled: false } });
const dist = join(import.meta.dirname, "../packages/server/dist/web");
const shell = await serveEmptyShell(dist);
const browser = await chromium.launch({
  executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
});
try {
  await program.start();
  const origin = `http://localhost:${program.web}`;
  const context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    isMobile: true,
    hasTouch: true,
    serviceWorkers: "block",
  });
  const page = await context.newPage();
  const chat = await moveIn(context, page, origin, program.home);
  await page.close();
  await proveThrottle(context, shell.url);
  const paths: Readonly<Record<string, string>> = { list: "/app", chat, home: "/console" };
  for (const name of values.pages.split(",")) {
    const rounds: { empty: Visit; ours: Visit }[] = [];
    for (let round = 0; round <= Number(values.rounds); round++) {
      const empty = await visit(context, shell.url, usable["empty"] as string);
      const ours = await visit(context, `${origin}${paths[name]}`, usable[name] as string);
      // The first one warms the machine, not the browser.
      if (round > 0) rounds.push({ empty, ours });
    }
    const of = (who: "empty" | "ours", what: keyof Visit) => rounds.map((round) => round[who][what]);
    const ratio = rounds.map(({ empty, ours }) => ours.took / empty.took);
    console.log(
      `${name}: usable after ${spread(of("ours", "took"), 0)} ms (${median(of("ours", "requests"))} requests, ${median(of("ours", "kilobytes")).toFixed(0)} KB), ` +
        `empty page ${spread(of("empty", "took"), 0)} ms (${median(of("empty", "requests"))}): ${spread(ratio)} x, goal 3`,
    );
  }
} finally {
  await browser.close();
  shell.close();
  await program.remove();
}

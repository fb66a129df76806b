import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from "playwright-core";
import { chromiumProgram } from "../../../server/test/_support/chromium.ts";

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--use-fake-ui-for-media-stream",
  "--use-fake-device-for-media-stream",
];

export const openBrowser = (...more: readonly string[]): Promise<Browser> =>
  chromium.launch({
    executablePath: chromiumProgram,
    args: [...flags, ...more],
  });

export const screens = {
  phone: { width: 360, height: 740 },
  tablet: { width: 768, height: 1024 },
  desktop: { width: 1440, height: 900 },
} as const;

/** Answers that are no success, sockets of a lost line, and an address in the policy that Chromium cannot read. */
const expected = /^Failed to load resource|^WebSocket connection to|invalid source: 'ws:\/\/\[::1\]/;

export interface Watched {
  readonly context: BrowserContext;
  /** Everything a page must never say: broken policy, uncaught errors, console errors. */
  readonly complaints: string[];
}

/** A browser of its own, whose complaints are kept. Nothing outside `origin` is ever reached. */
export async function openContext(
  browser: Browser,
  origin: string,
  options: BrowserContextOptions = {},
): Promise<Watched> {
  const context = await browser.newContext({
    viewport: screens.phone,
    locale: "en-GB",
    baseURL: origin,
    ...options,
  });
  const complaints: string[] = [];
  context.on("weberror", (thrown) => complaints.push(`uncaught: ${thrown.error().message}`));
  context.on("console", (message) => {
    const text = message.text();
    // A refused request is part of many journeys; the page's own answer to it is what is tested.
    if (message.type() === "error" && !expected.test(text)) complaints.push(text);
  });
  context.on("request", (request) => {
    if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).host !== new URL(origin).host) {
      complaints.push(`left the server: ${request.url()}`);
    }
  });
  await context.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => {
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
  return { context, complaints };
}

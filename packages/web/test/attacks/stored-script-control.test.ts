import { micromark } from "micromark";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { securityHeaders } from "../../../server/src/http/security-headers.ts";
import { openBrowser, openContext } from "../_support/browser.ts";
import { listenForRuns } from "../_support/canary.ts";
import { type Hostile, hostileAnswers } from "../_support/hostile-text.ts";
import { few, withoutPolicy } from "../_support/hostile-world.ts";
import { startStandIn } from "../_support/stand-in.ts";

// The control of stored-script.test.ts: a page that makes markup of what it shows.
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
}, 60_000);
afterAll(() => browser?.close());

/** Each payload in a page of its own, in which everything that can be clicked is. Which of them ran or left. */
async function tryNaive(headersOf: typeof securityHeaders, corpus: readonly Hostile[]) {
  const server = await startStandIn();
  const watched = await openContext(browser, server.url, { serviceWorkers: "block" });
  const headers = Object.entries(headersOf([], false)) as [string, string][];
  let html = "";
  await listenForRuns(watched, server.url);
  await watched.context.route("**/naive*", (route) => {
    const script = route.request().url().endsWith(".js");
    return route.fulfill({
      headers: { ...Object.fromEntries(headers), "content-type": script ? "text/javascript" : "text/html" },
      body: script
        ? `document.getElementById("shown").innerHTML = ${JSON.stringify(html)};
           const click = () => new MouseEvent("click", { bubbles: true, cancelable: true });
           for (const each of document.querySelectorAll("#shown *")) each.dispatchEvent(click());`
        : '<!doctype html><body><div id="shown"></div><script src="/naive.js"></script>',
    });
  });
  const page = await watched.context.newPage();
  const broken = { ran: 0, left: 0 };
  for (const { text, markdown } of corpus) {
    html = markdown ? micromark(text, { allowDangerousHtml: true, allowDangerousProtocol: true }) : text;
    watched.complaints.length = 0;
    await page.goto("/naive").catch(() => {});
    await page.waitForTimeout(120);
    if (watched.complaints.some((text) => text.startsWith("ran "))) broken.ran++;
    else if (watched.complaints.some((text) => text.startsWith("left "))) broken.left++;
  }
  await watched.context.close();
  await server.close();
  return broken;
}
const corpus = few(hostileAnswers, 5);

test("without a policy it is broken by the same texts", { timeout: 300_000 }, async () => {
  const { ran, left } = await tryNaive(withoutPolicy, corpus);
  expect(ran).toBeGreaterThan(corpus.length / 3);
  expect(left).toBeGreaterThan(corpus.length / 12);
});

test("under the policy nothing runs in it all the same, even without Trusted Types", {
  timeout: 300_000,
}, async () => {
  const untyped: typeof securityHeaders = (...given) => {
    const headers = securityHeaders(...given);
    const policy = String(headers["content-security-policy"]).replace(/; require-trusted-types.*$/, "");
    return { ...headers, "content-security-policy": policy };
  };
  expect(await tryNaive(untyped, corpus)).toMatchObject({ ran: 0 });
  expect(await tryNaive(securityHeaders, few(corpus, 3))).toEqual({ ran: 0, left: 0 });
});

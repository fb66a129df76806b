import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, openContext, type Watched } from "../_support/browser.ts";
import { listenForRuns } from "../_support/canary.ts";
import { tell } from "../_support/hostile-world.ts";
import { type StandIn, startStandIn } from "../_support/stand-in.ts";

// A link of a model: it shows where it really leads before it opens, and whoever it opens learns nothing.
let server: StandIn;
let browser: Browser;
let phone: Watched;
let page: Page;

/** What is written, and which place is shown for it; none: it is no link at all. */
const links: readonly (readonly [string, string | undefined])[] = [
  ["[https://bank.test](https://elsewhere.test/login)", "elsewhere.test"],
  ["[x](https://bank.test@elsewhere.test/)", "elsewhere.test"],
  ["[x](https://bank.test\\@elsewhere.test/)", "elsewhere.test"],
  ["[x](https:bank.test.elsewhere.test)", undefined],
  ["[x](https://ELSEWHERE.test:8443/a)", "elsewhere.test:8443"],
  ["[x](https://b\u0430nk.test/)", "xn--bnk-6cd.test"],
  ["[x](https://bank.test\u200b.elsewhere.test/)", "bank.test.elsewhere.test"],
  ["[x](https://bank.test\uff0eelsewhere.test/)", "bank.test.elsewhere.test"],
  ["[x](https://\u202eelsewhere.test/)", undefined],
  ["[x](https://0x7f.1/)", "127.0.0.1"],
  ["[x](https://elsewhere.test/?next=javascript:ran(1))", "elsewhere.test"],
  ["https://elsewhere.test/auto", "elsewhere.test"],
  ["www.elsewhere.test", "www.elsewhere.test"],
  ["<mailto:boss@bank.test?subject=x>", "boss@bank.test"],
  ["![picture](https://elsewhere.test/pixel.png)", "elsewhere.test"],
  ["[x](javascript:ran(1))", undefined],
  ["[x](data:text/html,ran)", undefined],
  ["[x](/api/v1/auth/sign-out)", undefined],
  ["[x](//elsewhere.test/)", undefined],
  ["[x](https://)", undefined],
];

beforeAll(async () => {
  browser = await openBrowser();
  server = await startStandIn();
  phone = await openContext(browser, server.url, {
    serviceWorkers: "block",
    permissions: ["clipboard-read", "clipboard-write"],
  });
  await listenForRuns(phone, server.url);
  page = await phone.context.newPage();
  const payload = { session_id: "pair-1", websocket_url: "ws://x/ws", temp_token: "t", timestamp: 1 };
  await page.goto(`/pair#${Buffer.from(JSON.stringify(payload)).toString("base64url")}`);
  await page.getByRole("button", { name: "Pair", exact: true }).click();
  await page.waitForURL("**/app");
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const open = async (text: string, number: number) => {
  await page.goto(`/app/c/${tell(server.world, number, [{ id: 1, text, markdown: true }])}`);
  await page.locator(".prose:not([aria-busy])").getByText("⟦answer:1⟧").waitFor();
  return page.getByRole("article", { name: "Answer" });
};

test("every link shows its true place first, and what is no web address is no link", {
  timeout: 120_000,
}, async () => {
  const answer = await open(links.map(([text], index) => `${index}: ${text}`).join("\n\n"), 1);
  const found = [];
  for (const [index, [text]] of links.entries()) {
    const link = answer.locator(".prose > p", { hasText: new RegExp(`^${index}: `) }).getByRole("button");
    if ((await link.count()) === 0) {
      found.push([text, undefined]);
      continue;
    }
    await link.click();
    const dialog = page.getByRole("dialog");
    const go = dialog.getByRole("link", { name: "Open" });
    expect(await go.getAttribute("rel")).toBe("noopener noreferrer");
    expect(await go.getAttribute("target")).toBe("_blank");
    found.push([text, await dialog.locator("p").first().textContent()]);
    await page.keyboard.press("Escape");
  }
  expect(found).toEqual(links);
  // Nothing was asked for on the way, pictures neither.
  expect(phone.complaints).toEqual([]);
});

test("the opened page has no opener and is not told where it was linked", { timeout: 60_000 }, async () => {
  const answer = await open("[there](https://elsewhere.test/page)", 2);
  await phone.context.route("https://elsewhere.test/page", (route) =>
    route.fulfill({ contentType: "text/html", body: "<title>there</title>" }),
  );
  await answer.getByRole("button", { name: "there" }).click();
  const [there] = await Promise.all([
    phone.context.waitForEvent("page"),
    page.getByRole("dialog").getByRole("link", { name: "Open" }).click(),
  ]);
  await there.waitForLoadState();
  const known = () => [document.title, opener, document.referrer, history.length];
  expect(await there.evaluate(known)).toEqual(["there", null, "", 1]);
  expect(phone.complaints.splice(0)).toEqual(["left the server: https://elsewhere.test/page"]);
  await there.close();
});

test("what is copied is the text, without any markup", { timeout: 60_000 }, async () => {
  const text = '**bold** <img src=x onerror="ran(1)"> [x](https://elsewhere.test/)';
  const answer = await open(text, 3);
  await answer.getByRole("button", { name: "Copy answer" }).click();
  await answer.getByRole("button", { name: "Copied" }).waitFor();
  const copied = await page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    return { types: item?.types, text: await navigator.clipboard.readText() };
  });
  expect(copied).toEqual({ types: ["text/plain"], text: `${text}\n\n⟦answer:1⟧` });
  expect(phone.complaints).toEqual([]);
});

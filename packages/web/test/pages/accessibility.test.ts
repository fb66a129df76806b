import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { full } from "../../../server/test/_support/size.ts";
import { openBrowser, openContext, screens, type Watched } from "../_support/browser.ts";
import { type StandIn, startStandIn } from "../_support/stand-in.ts";
import { settingsOfNordwind } from "../_support/stand-in-settings.ts";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
let server: StandIn;
let browser: Browser;
let watched: Watched;
let page: Page;
let paired = false;

beforeAll(async () => {
  server = await startStandIn();
  browser = await openBrowser();
  // One tab that forgets between pages: a new one takes longer than axe does.
  watched = await openContext(browser, server.url, { reducedMotion: "reduce", serviceWorkers: "block" });
  page = await watched.context.newPage();
}, 60_000);

async function forget(): Promise<void> {
  server.world.signedIn = false;
  paired = false;
  await page.goto("about:blank");
  const session = await watched.context.newCDPSession(page);
  await session.send("Storage.clearDataForOrigin", { origin: server.url, storageTypes: "all" });
  await session.detach();
}

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const code = () => {
  const websocket_url = `${server.url.replace("http", "ws")}/ws`;
  const payload = { session_id: "pair-1", websocket_url, temp_token: "t", timestamp: 1 };
  return Buffer.from(JSON.stringify(payload)).toString("base64url");
};
/** Paired once; the tab stays so until it forgets. */
const pair = async (page: Page) => {
  await page.goto(paired ? "/app" : `/pair#${code()}`);
  if (!paired) await page.getByRole("button", { name: "Pair", exact: true }).click();
  paired = true;
  await page.getByText("Timeout of the invoice").waitFor();
};
const chat = async (page: Page) => {
  await pair(page);
  await page.getByText("Timeout of the invoice").click();
  await page.getByText("timeout = 60").waitFor();
};
const console_ = (path: string, shown: string) => async (page: Page) => {
  server.world.signedIn = true;
  await page.goto(`/console${path}`);
  await page.getByText(shown).filter({ visible: true }).first().waitFor();
};
const press = (role: "button" | "menuitem" | "link", name: string) => (page: Page) =>
  page.getByRole(role, { name }).first().click();

/** Every page and every dialog: how one gets there. */
const pages: Readonly<Record<string, readonly ((page: Page) => Promise<unknown>)[]>> = {
  "sign in": [(page) => page.goto("/sign-in"), (page) => page.getByRole("heading").waitFor()],
  claim: [(page) => page.goto("/claim#token"), (page) => page.getByRole("heading").waitFor()],
  "broken link": [(page) => page.goto("/claim"), (page) => page.getByRole("heading").waitFor()],
  "set password": [(page) => page.goto("/set-password#token"), (page) => page.getByRole("heading").waitFor()],
  "no such page": [(page) => page.goto("/nowhere"), (page) => page.getByRole("heading").waitFor()],
  pair: [(page) => page.goto("/pair"), (page) => page.getByRole("heading").waitFor()],
  "pair with a code": [(page) => page.goto(`/pair#${code()}`), (page) => page.getByRole("heading").waitFor()],
  conversations: [pair],
  chat: [chat],
  "chat, a tool unfolded": [chat, (page) => page.getByText("list_workspace").click()],
  "chat, a link": [chat, press("button", "the handbook")],
  "chat, its menu": [chat, press("button", "Actions for this conversation")],
  "chat, delete": [chat, press("button", "Actions for this conversation"), press("menuitem", "Delete")],
  "new conversation": [
    pair,
    press("link", "New conversation"),
    (page) => page.getByText("List my files").waitFor(),
  ],
  "app settings": [pair, press("link", "Settings"), (page) => page.getByText("Daniel's Pixel").waitFor()],
  "a password from the app": [
    pair,
    press("link", "Settings"),
    press("button", "Change password"),
    (page) => page.getByLabel("New password").waitFor(),
  ],
  home: [console_("", "Connections")],
  people: [console_("/people", "Björn Aalto")],
  "add a person": [console_("/people", "Björn Aalto"), press("button", "Add a person")],
  "a person's menu": [console_("/people", "Björn Aalto"), press("button", "Actions for Björn")],
  "rename a person": [
    console_("/people", "Björn Aalto"),
    press("button", "Actions for Björn"),
    press("menuitem", "Rename"),
  ],
  "pair for a person": [
    console_("/people", "Emre Yılmaz"),
    press("button", "Actions for Emre"),
    press("menuitem", "Pair a phone for them"),
    (page) => page.getByRole("img", { name: "Pairing code" }).waitFor(),
  ],
  devices: [console_("/devices", "Daniel's Pixel")],
  "rename a device": [pair, press("link", "Settings"), press("button", "Rename this device")],
  "remove a device": [
    console_("/devices", "Daniel's Pixel"),
    (page) => page.getByRole("button", { name: "Remove" }).nth(2).click(),
    (page) => page.getByRole("checkbox").waitFor(),
  ],
  "pair dialog": [
    console_("/devices", "Daniel's Pixel"),
    press("button", "Pair a device"),
    (page) => page.getByRole("img", { name: "Pairing code" }).waitFor(),
  ],
  record: [console_("/record", "Answer sent")],
  "a record": [console_("/record", "Answer sent"), press("button", "Answer sent")],
  edge: [console_("/edge", "Request limit")],
  "edge, a release": [console_("/edge", "Request limit"), press("button", "Release 203.0.113.77")],
  "edge, the allow-list": [
    console_("/edge", "Request limit"),
    press("button", "Edit the allow-list"),
    (page) => page.getByText("this list admits you").waitFor(),
  ],
  "edge, the limit": [console_("/edge", "Request limit"), press("button", "Edit the request limit")],
  settings: [console_("/settings", "Longest answer"), (page) => page.getByText("Everything else").click()],
  "no provider yet, first steps": [
    async () => {
      Object.assign(server.world.settings, { providers: [], default_model: "builtin/rehearsal" });
    },
    console_("", "Connect a language model"),
    press("link", "Connect a language model"),
    (page) => page.getByRole("dialog", { name: "Add a provider" }).waitFor(),
  ],
  "the public address, first steps": [
    async () => {
      const { items } = server.world.settings;
      Object.assign(items.find(({ key }) => key === "network.public_url") ?? {}, { value: null, set: false });
    },
    console_("", "Set the public address"),
    press("button", "Set the public address"),
    (page) => page.getByText('"public_url"').waitFor(),
  ],
  "a provider refused": [
    console_("/settings?add=provider", "Longest answer"),
    (page) => page.getByLabel("Provider", { exact: true }).selectOption("Another, OpenAI-compatible"),
    (page) => page.getByLabel("Name").fill("inside"),
    (page) => page.getByLabel("Base URL").fill("http://10.0.0.5/v1"),
    press("button", "Add provider"),
    (page) => page.getByRole("dialog").getByText("Must be https://").waitFor(),
  ],
  "a provider tested and changed": [
    console_("/settings", "Longest answer"),
    press("button", "Actions for acme"),
    press("menuitem", "Change"),
    (page) => page.getByLabel("Model to test").fill("large"),
    press("button", "Test"),
    (page) => page.getByText("answered in 812 ms").waitFor(),
  ],
  "remove a provider": [
    console_("/settings", "Longest answer"),
    press("button", "Actions for acme"),
    press("menuitem", "Remove"),
  ],
  "default model": [console_("/settings", "Longest answer"), press("button", "Edit Default model")],
  "one setting": [console_("/settings", "Longest answer"), press("button", "Edit Alerts")],
  account: [console_("", "Connections"), press("button", "Account of")],
};

interface Finding {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

test.each(Object.keys(pages))("%s: nothing that axe finds, nothing that the policy refuses", async (name) => {
  const [first] = pages[name] ?? [];
  if (first !== pair && first !== chat) await forget();
  watched.complaints.length = 0;
  server.world.settings = settingsOfNordwind();
  await page.setViewportSize(screens.phone);
  for (const step of pages[name] ?? []) await step(page);
  const inspect = await inspectorOf(page);
  for (const [colorScheme, viewport] of looks) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(viewport);
    // The page turns first; what the other layout shows beside may have to be loaded.
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
    await page.locator("h1").first().waitFor({ state: "attached" });
    expect(await inspect(), colorScheme).toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow, colorScheme).toBeLessThanOrEqual(0);
  }
  expect(watched.complaints).toEqual([]);
});

/** Both themes, and both layouts: the page is turned from a phone's into a desktop's while it is open. */
const looks = (["light", "dark"] as const)
  .flatMap((theme) => Object.values(screens).map((screen) => [theme, screen] as const))
  .filter(([theme, screen]) => full || screen === (theme === "light" ? screens.phone : screens.desktop));

/** In a world of its own inside the page (CDP), so that Trusted Types and script-src stay on for the page itself. */
async function inspectorOf(page: Page): Promise<() => Promise<string[]>> {
  const { readFileSync } = await import("node:fs");
  const session = await page.context().newCDPSession(page);
  const { frameTree } = await session.send("Page.getFrameTree");
  const { executionContextId } = await session.send("Page.createIsolatedWorld", {
    frameId: frameTree.frame.id,
  });
  const run = async (expression: string) => {
    const { result } = await session.send("Runtime.evaluate", {
      expression,
      contextId: executionContextId,
      awaitPromise: true,
      returnByValue: true,
    });
    return result.value as unknown;
  };
  await run(`${readFileSync(axe, "utf8")};0`);
  return async () => {
    // Colours that are still on their way from one theme to the other are neither theme's.
    await run("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
    await run(
      "Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {}))).then(() => 0)",
    );
    const findings = (await run(
      "axe.run({ resultTypes: ['violations'] }).then((report) => report.violations)",
    )) as Finding[];
    return findings.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
    );
  };
}

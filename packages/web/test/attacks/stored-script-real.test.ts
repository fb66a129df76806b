import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, openContext, screens, type Watched } from "../_support/browser.ts";
import { listenForRuns, look } from "../_support/canary.ts";
import { type Hostile, hostileAnswers, hostileNames, marked } from "../_support/hostile-text.ts";
import { endMarked, few } from "../_support/hostile-world.ts";
import { claim, rest, say } from "../_support/people.ts";
import { type RealServer, startRealServer } from "../_support/real-server.ts";
import { type SpokenModel, startSpokenModel } from "../_support/spoken-model.ts";

// Figure D7 through the whole product: what strangers name themselves, people write, models answer and files are called
// goes through the server's doors, lies sealed in its database, comes back and is shown. The pages alone, with and
// without a policy and their control: stored-script.test.ts, stored-script-control.test.ts.
let server: RealServer;
let browser: Browser;
let model: SpokenModel;
let desk: Watched;
let phone: Watched;
let app: Page;
const shown = new Set<string>();
const foreign: string[] = [];

beforeAll(async () => {
  model = await startSpokenModel();
  [server, browser] = await Promise.all([startRealServer({ providers: model.settings }), openBrowser()]);
  desk = await openContext(browser, server.url, { viewport: screens.desktop });
  phone = await openContext(browser, server.url, { viewport: screens.phone });
  for (const watched of [desk, phone]) await listenForRuns(watched, server.url);
  await claim(server, desk.context, server.url, {
    email: "ada@nordwind.example",
    name: marked("<img src=x onerror=ran(1)>", "owner", 1),
  });
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
  await model?.close();
});

const post = (path: string, data: unknown) => rest(desk.context, server.url, "POST", path, data);
const owner = async () => {
  const { body } = await rest(desk.context, server.url, "GET", "/api/v1/auth/session");
  return (body as { user: { id: string } }).user.id;
};
const seenOf = (field: string) => [...shown].filter((mark) => mark.startsWith(`${field}:`)).length;

async function see(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const folded of document.querySelectorAll("details")) folded.open = true;
  });
  const seen = await look(page);
  for (const mark of seen.marks) shown.add(mark);
  foreign.push(...seen.foreign);
}

/** Whatever a scrolling part of the page holds, from its top to its end. */
async function seeAll(page: Page, box: string): Promise<void> {
  const scroller = page.locator(box).first();
  await scroller.evaluate((element) => element.scrollTo({ top: 0 }));
  for (let step = 0; step < 300; step++) {
    await see(page);
    const more = await scroller.evaluate((element) => {
      const before = element.scrollTop;
      element.scrollBy({ top: element.clientHeight * 0.8 });
      return element.scrollTop > before;
    });
    if (!more) return;
  }
}

async function pairAs(page: Page, name: string): Promise<void> {
  const { body } = await post("/api/v1/auth/pairing/create-session", {});
  await page.goto(`/pair#${Buffer.from(JSON.stringify(body)).toString("base64url")}`);
  await page.getByLabel("Name of this device").fill(name);
  await page.getByRole("button", { name: "Pair", exact: true }).click();
  await page.waitForURL("**/app");
}

test("devices that are named so pair, and the console and the app list them", {
  timeout: 300_000,
}, async () => {
  const names = few(hostileNames, 40);
  for (const { id, text } of names) {
    const other = await openContext(browser, server.url, { serviceWorkers: "block" });
    await listenForRuns(other, server.url);
    const page = await other.context.newPage();
    // The field cuts what is too long; the mark must survive.
    await pairAs(page, marked(text.slice(0, 60), "device", id));
    expect(other.complaints).toEqual([]);
    await other.context.close();
  }
  app = await phone.context.newPage();
  await pairAs(app, "Ada's phone");
  const page = await desk.context.newPage();
  await page.goto("/console/devices");
  await page.getByText("Ada's phone").first().waitFor();
  await see(page);
  await page.close();
  await app.goto("/app/settings");
  await app.getByText("Ada's phone").first().waitFor();
  await see(app);
  expect(seenOf("device")).toBeGreaterThanOrEqual(names.length - 1);
});

test("people and conversations that are named so", { timeout: 300_000 }, async () => {
  let accepted = 0;
  for (const { id, text } of few(hostileNames, 4)) {
    const person = { email: `p${id}@nordwind.example`, name: marked(text, "person", id), role: "member" };
    const { status } = await post("/api/v1/users", person);
    // Control characters and overlong names are refused, in words; anything else may be a name.
    expect([201, 400]).toContain(status);
    if (status === 201) accepted++;
  }
  expect(accepted).toBeGreaterThan(few(hostileNames, 4).length / 2);
  const page = await desk.context.newPage();
  await page.goto("/console/people");
  await page.getByText("ada@nordwind.example").filter({ visible: true }).first().waitFor();
  for (let scroll = 0; scroll < 20; scroll++) {
    await see(page);
    await page.mouse.wheel(0, 700);
  }
  expect(seenOf("person")).toBeGreaterThan(accepted / 2);
  await page.goto("/console/record");
  await page
    .getByRole("button", { name: /Person added/ })
    .first()
    .waitFor();
  await seeAll(page, "[role=group][aria-label=Records]");
  await page.reload();
  await page
    .getByRole("button", { name: /Person added/ })
    .first()
    .click();
  await page.getByRole("dialog").waitFor();
  await see(page);
  await page.close();
});

const said = (words: string) => app.getByRole("group", { name: "Messages" }).getByText(words).first();
async function answered(question: string, answer: string): Promise<void> {
  await say(app, question);
  const speech = await model.next();
  for (const part of answer.match(/[\s\S]{1,40}/g) ?? []) speech.say(part);
  speech.end();
  await app
    .getByText(`${answer.slice(answer.lastIndexOf("⟦"))}`)
    .last()
    .waitFor();
  await app.getByRole("button", { name: "Stop the answer" }).waitFor({ state: "detached" });
}

test("what is said: while it streams, and when it is read again from the database", {
  timeout: 600_000,
}, async () => {
  const corpus: readonly Hostile[] = few(hostileAnswers, 8);
  const size = 12;
  const chats: string[] = [];
  for (let from = 0; from < corpus.length; from += size) {
    await app.goto("/app/new");
    for (const { id, text, markdown } of corpus.slice(from, from + size)) {
      await answered(marked(text, "message", id), endMarked(text, "answer", id, markdown));
      await see(app);
    }
    await app.waitForURL("**/app/c/*");
    chats.push(app.url());
  }
  shown.clear();
  for (const chat of chats) {
    await app.goto(chat);
    await app.locator("[data-row]").first().waitFor();
    await seeAll(app, "[role=group][aria-label=Messages]");
  }
  expect(seenOf("answer")).toBeGreaterThan(corpus.length * 0.8);
  expect(seenOf("message")).toBeGreaterThan(corpus.length * 0.8);
  await app.goto("/app");
  await app.getByRole("navigation", { name: "Conversations" }).getByRole("link").first().waitFor();
  await see(app);
});

test("files that are called so, and tools that do not exist", { timeout: 300_000 }, async () => {
  const folder = join(server.home, "workspace", await owner());
  await mkdir(folder, { recursive: true });
  const names = hostileNames.filter(({ text }) => !/[/\0]/.test(text) && text.length < 90);
  for (const { id, text } of names) await writeFile(join(folder, marked(text, "file", id)), "");
  await app.goto("/app/new");
  await say(app, "What is in my folder?");
  const asked = await model.next();
  asked.call("list_workspace", {});
  const [hostile] = hostileNames;
  const again = await model.next();
  expect(again.request).toContain("onerror");
  again.call(marked(hostile?.text ?? "", "tool", 1), { [marked("<svg onload=ran(2)>", "argument", 2)]: "x" });
  const last = await model.next();
  last.say("That is all.");
  last.end();
  await said("That is all.").waitFor();
  await seeAll(app, "[role=group][aria-label=Messages]");
  expect(seenOf("file")).toBeGreaterThan(names.length * 0.8);
  expect(seenOf("tool") + seenOf("argument")).toBeGreaterThan(0);
});

test("nothing ran, nothing left the server, nothing foreign was in a page", () => {
  expect({ foreign, complaints: [...desk.complaints, ...phone.complaints] }).toEqual({
    foreign: [],
    complaints: [],
  });
});

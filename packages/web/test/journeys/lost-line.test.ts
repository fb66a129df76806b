import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { configuredDatabase } from "../../../server/test/_support/empty-database.ts";
import { openBrowser, openContext, screens, type Watched } from "../_support/browser.ts";
import { type Line, openLine } from "../_support/line.ts";
import { claim, say, useThisBrowser } from "../_support/people.ts";
import { type RealServer, startRealServer } from "../_support/real-server.ts";
import { type SpokenModel, startSpokenModel } from "../_support/spoken-model.ts";

// A phone that sleeps, goes out of coverage and comes back, while the server goes on.
let server: RealServer;
let browser: Browser;
let model: SpokenModel;
let line: Line;
let origin: string;
let phone: Watched;
let page: Page;

beforeAll(async () => {
  model = await startSpokenModel();
  line = await openLine(() => server.ports.web);
  origin = `http://localhost:${line.port}`;
  [server, browser] = await Promise.all([
    startRealServer({
      database: await configuredDatabase(),
      network: { public_url: origin },
      providers: model.settings,
    }),
    openBrowser(),
  ]);
  phone = await openContext(browser, origin, { viewport: screens.phone, hasTouch: true });
  await claim(server, phone.context, origin);
  page = await phone.context.newPage();
  await useThisBrowser(page);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
  await line?.close();
  await model?.close();
});

const words = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => `word${from + index} `).join("");
const answers = () => page.getByRole("article", { name: "Answer" });
const thread = () => page.getByRole("group", { name: "Messages" });

test("an answer goes on while the phone is away: it comes back whole, once, without a gap", {
  timeout: 120_000,
}, async () => {
  await page.goto("/app/new");
  await say(page, "Tell me a long story");
  const answer = await model.next();
  answer.say(words(0, 20));
  await page.getByText("word19").waitFor();

  // Away in the middle, and back in the middle.
  line.cut();
  answer.say(words(20, 40));
  await page.getByText("Messages wait here.").waitFor();
  expect(await page.getByText("word39").count()).toBe(0);
  line.restore();
  await page.getByText("word39").waitFor();
  answer.say(words(40, 60));
  await page.getByText("word59").waitFor();
  expect((await thread().textContent())?.match(/word\d+/g)).toEqual(words(0, 60).trim().split(" "));

  // Away in the middle, and back after its end.
  line.cut();
  answer.say(words(60, 80));
  answer.end();
  line.restore();
  await answers().first().waitFor();
  expect(await answers().count()).toBe(1);
  expect((await thread().textContent())?.match(/word\d+/g)).toEqual(words(0, 80).trim().split(" "));
});

test("a phone that slept notices that its line is dead, and nothing is lost or said twice", {
  timeout: 120_000,
}, async () => {
  await say(page, "And another one");
  const answer = await model.next();
  answer.say(words(100, 110));
  await page.getByText("word109").waitFor();
  line.freeze();
  answer.say(words(110, 120));
  answer.end();
  await say(page, "Written while asleep");
  line.restore();
  // What a browser says when the device wakes up.
  await page.evaluate(() => dispatchEvent(new Event("online")));
  const next = await model.next();
  next.say("Good morning.");
  next.end();
  await thread().getByText("Good morning.").waitFor();
  await expect.poll(() => answers().count()).toBe(3);
  const shown = (await thread().textContent()) ?? "";
  expect(shown.match(/word1\d\d/g)).toEqual(words(100, 120).trim().split(" "));
  expect(shown.match(/Written while asleep/g)).toHaveLength(1);
});

test("a browser that says it has no network is believed at once, and tries at once when it has one again", {
  timeout: 60_000,
}, async () => {
  await thread().waitFor();
  expect(await page.getByText("Messages wait here.").count()).toBe(0);
  await phone.context.setOffline(true);
  // No heartbeat notices so soon.
  await page.getByText("No connection. Check this device’s network.").waitFor({ timeout: 3_000 });
  await phone.context.setOffline(false);
  await page.getByText("Messages wait here.").waitFor({ state: "detached", timeout: 5_000 });
});

test("without a connection the installed app opens and says so; what is written starts when there is one", {
  timeout: 120_000,
}, async () => {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  line.cut();
  await page.goto("/app");
  await page.getByText("Not connected").waitFor();
  await page.getByText("Messages wait here.").waitFor();
  expect(await page.getByText("Loading").count()).toBe(0);
  await page.getByRole("link", { name: "New conversation" }).click();
  await say(page, "Begun in the tunnel");
  await page.getByText("Sent as soon as there is a connection.").waitFor();
  line.restore();
  await page.waitForURL("**/app/c/*");
  const answer = await model.next();
  answer.say("Out of it.");
  answer.end();
  await thread().getByText("Out of it.").waitFor();
  await page.getByRole("link", { name: "Back" }).click();
  await page.getByRole("navigation", { name: "Conversations" }).getByText("Begun in the tunnel").waitFor();
  expect(phone.complaints).toEqual([]);
});

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { configuredDatabase } from "../../../server/test/_support/empty-database.ts";
import { openBrowser, openContext, screens, type Watched } from "../_support/browser.ts";
import { claim, join, rest, say, useThisBrowser } from "../_support/people.ts";
import { type RealServer, startRealServer } from "../_support/real-server.ts";
import { type SpokenModel, startSpokenModel } from "../_support/spoken-model.ts";

// An administrator connects language models: one that the file names, one set up in the console, none inside the network.
const secret = "sk-canary-5f7c20d1";
let server: RealServer;
let browser: Browser;
let model: SpokenModel;
let owner: Watched;
let page: Page;

beforeAll(async () => {
  model = await startSpokenModel([]);
  const down = { api_base: "http://127.0.0.1:9/v1", models: [] };
  [server, browser] = await Promise.all([
    // Neither says which models it has: nothing of theirs answers until somebody chooses.
    startRealServer({ database: await configuredDatabase(), providers: { ...model.settings, down } }),
    openBrowser(),
  ]);
  owner = await openContext(browser, server.url, { viewport: screens.desktop, reducedMotion: "reduce" });
  await claim(server, owner.context);
  page = await owner.context.newPage();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
  await model?.close();
});

const patch = async (changes: object) => {
  const { body } = await rest(owner.context, server.url, "GET", "/api/v1/settings");
  const { version } = body as { version: number };
  return rest(owner.context, server.url, "PATCH", "/api/v1/settings", { version, changes });
};
const dialog = () => page.getByRole("dialog");
const providerRow = (name: string) =>
  page.getByRole("list", { name: "Models and providers" }).getByRole("listitem").filter({ hasText: name });

test("the first steps lead to the form; an address inside the network is refused before anything is asked there", {
  timeout: 120_000,
}, async () => {
  await page.goto("/console");
  await page.getByRole("link", { name: "Connect a language model" }).click();
  await dialog().getByLabel("Provider", { exact: true }).selectOption("Another, OpenAI-compatible");
  await dialog().getByLabel("Name").fill("inside");
  await dialog().getByLabel("Key").fill(secret);
  await dialog().getByLabel("Model to test").fill("m");
  const mock = String((model.settings["house"] as { api_base: string }).api_base);
  for (const address of [mock, "https://169.254.169.254/latest/meta-data", "https://localhost:8080/v1"]) {
    for (const button of ["Test", "Add provider"]) {
      await dialog().getByLabel("Base URL").fill("https://llm.nordwind.invalid/v1");
      await dialog().getByLabel("Base URL").fill(address);
      await dialog().getByRole("button", { name: button, exact: true }).click();
      await dialog().getByText("Must be https:// on the public internet.").waitFor();
      await expect
        .poll(() => dialog().getByLabel("Base URL").getAttribute("aria-invalid"), { timeout: 5_000 })
        .toBe("true");
    }
  }
  expect(model.asked()).toBe(0);
  await page.keyboard.press("Escape");
  expect(await providerRow("inside").count()).toBe(0);
});

test("a provider of the console: tried as a draft, stored with a key that nobody sees again", {
  timeout: 120_000,
}, async () => {
  const heard: string[] = [];
  page.on("response", async (response) => {
    if (!/\/events$/.test(response.url())) heard.push(response.url(), await response.text().catch(() => ""));
  });
  await page.getByRole("button", { name: "Add a provider" }).click();
  await dialog().getByLabel("Provider", { exact: true }).selectOption("Another, OpenAI-compatible");
  await dialog().getByLabel("Name").fill("acme");
  await dialog().getByLabel("Base URL").fill("https://llm.nordwind.invalid/v1");
  const key = dialog().getByLabel("Key");
  expect([await key.getAttribute("type"), await key.getAttribute("autocomplete")]).toEqual([
    "password",
    "off",
  ]);
  await key.fill(secret);
  await dialog().getByLabel("Model to test").fill("large");
  await dialog().getByRole("button", { name: "Test", exact: true }).click();
  await dialog().getByText("No answer from acme/large").waitFor();
  await dialog().getByText("No connection came about. Check the spelling of the address").waitFor();
  const read = await rest(owner.context, server.url, "GET", "/api/v1/settings");
  expect(read.body).toMatchObject({ version: 0 });

  await dialog().getByRole("button", { name: "Add provider" }).click();
  // It takes any model and none is usual there: which one answers is asked next.
  await page.getByRole("dialog", { name: "Default model" }).waitFor();
  await page.keyboard.press("Escape");
  await providerRow("acme").getByText("llm.nordwind.invalid · key set · any model").waitFor();
  const left = await page.evaluate(() =>
    [
      document.documentElement.outerHTML,
      ...[...document.querySelectorAll("input")].map(({ value }) => value),
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state, location.href]),
    ].join("\n"),
  );
  expect(left).toContain("acme");
  expect(left).not.toContain(secret);
  expect(heard.join("\n")).toContain("llm.nordwind.invalid");
  expect(heard.join("\n")).not.toContain(secret);
});

test("somebody else was first; and a key stays with its address", { timeout: 120_000 }, async () => {
  await page.getByRole("button", { name: "Actions for acme" }).click();
  await page.getByRole("menuitem", { name: "Change" }).click();
  await dialog().getByLabel("Models").fill("large\nsmall");
  expect((await patch({ "agents.defaults.temperature": 0.3 })).status).toBe(200);
  await dialog().getByRole("button", { name: "Save" }).click();
  await dialog().getByText("Somebody changed the settings meanwhile").waitFor();
  await dialog().getByRole("button", { name: "Take the newest" }).click();
  await expect.poll(() => dialog().getByText("Somebody changed").count()).toBe(0);
  expect(await dialog().getByLabel("Models").inputValue()).toBe("large\nsmall");
  await dialog().getByRole("button", { name: "Save" }).click();
  await providerRow("acme").getByText("key set · large, small").waitFor();
  await page.getByText("0.3 · set here").waitFor();

  await page.getByRole("button", { name: "Actions for acme" }).click();
  await page.getByRole("menuitem", { name: "Change" }).click();
  await dialog().getByLabel("Base URL").fill("https://elsewhere.nordwind.invalid/v1");
  await dialog().getByText("The address changed: enter the key again.").waitFor();
  // Whatever the page asks for: the server does not take the old key along.
  await dialog()
    .getByLabel("Key")
    .evaluate((field) => field.removeAttribute("required"));
  await dialog().getByRole("button", { name: "Save" }).click();
  await dialog().getByText("Must be entered again: a stored key is never sent").waitFor();
  await dialog().getByRole("button", { name: "Close" }).click();

  await page.getByRole("button", { name: "Actions for acme" }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await dialog().getByText("Its key is deleted; to use it again you enter it again.").waitFor();
  await dialog().getByRole("button", { name: "Remove" }).click();
  await expect.poll(() => providerRow("acme").count()).toBe(0);
});

test("a provider of the file: tried, chosen as the default, and it answers word by word", {
  timeout: 120_000,
}, async () => {
  await providerRow("down").getByRole("button", { name: "Test" }).click();
  await dialog().getByLabel("Model to test").fill("m");
  await dialog().getByRole("button", { name: "Test", exact: true }).click();
  await dialog().getByText("Nothing answers at this address.").waitFor();
  await page.keyboard.press("Escape");

  await providerRow("house")
    .getByText(/config\.json, line \d+, column \d+; changed there/)
    .waitFor();
  await providerRow("house").getByRole("button", { name: "Test" }).click();
  await dialog().getByLabel("Model to test").fill("small");
  await dialog().getByRole("button", { name: "Test", exact: true }).click();
  const tried = await model.next();
  tried.say("Good morning from the house.");
  tried.end();
  await dialog()
    .getByText(/^house\/small answered in [\d.]+ m?s$/)
    .waitFor();
  await dialog().getByText("Good morning from the house.").waitFor();
  expect(JSON.parse(tried.request)).toMatchObject({ model: "small" });
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "Edit Default model" }).click();
  await dialog().getByLabel("Model", { exact: true }).selectOption("Another of house…");
  await dialog().getByLabel("Name of the model at house").fill("large");
  await dialog().getByRole("button", { name: "Save" }).click();
  await page.getByText("house/large · set here").waitFor();
  await providerRow("house").getByText("default", { exact: true }).waitFor();
  await page.getByRole("link", { name: "Home" }).click();
  await page.getByText("Connect a language model, done").waitFor();

  const phone = await owner.context.newPage();
  await useThisBrowser(phone);
  await phone.goto("/app/new");
  await say(phone, "Tell me about herons");
  const answer = await model.next();
  expect(JSON.parse(answer.request)).toMatchObject({ model: "large", stream: true });
  answer.say("A heron stands ");
  await phone.getByText("A heron stands").waitFor();
  answer.say("very still.");
  answer.end();
  await phone.getByRole("article", { name: "Answer" }).getByText("A heron stands very still.").waitFor();
  await phone.close();
  expect(owner.complaints).toEqual([]);
});

test("other settings: what is wrong stands at its field, what is stored shows at once and can be set back", {
  timeout: 120_000,
}, async () => {
  await page.goto("/console/settings");
  await page.getByRole("button", { name: "Edit Organization" }).click();
  await dialog().getByLabel("Organization").fill("Nordwind GmbH");
  await dialog().getByRole("button", { name: "Save" }).click();
  await page.getByRole("complementary").getByText("Nordwind GmbH").waitFor();

  await page.getByRole("button", { name: "Edit Longest answer" }).click();
  const field = dialog().getByLabel("Longest answer");
  await field.fill("many");
  await dialog().getByRole("button", { name: "Save" }).click();
  await dialog().getByText("Must be a whole number from 1 to 1000000.").waitFor();
  expect(await field.getAttribute("aria-invalid")).toBe("true");
  await expect.poll(() => field.evaluate((one) => one === document.activeElement)).toBe(true);
  await field.fill("4096");
  await dialog().getByRole("button", { name: "Save" }).click();
  await page.getByText("4096 · set here").waitFor();
  await page.getByRole("button", { name: "Edit Longest answer" }).click();
  await dialog().getByRole("button", { name: "Set back to the default" }).click();
  await page.getByText("8192 · default").waitFor();
  expect(owner.complaints).toEqual([]);
});

test("an auditor sees all of it and can touch none", { timeout: 120_000 }, async () => {
  const auditor = await openContext(browser, server.url, { viewport: screens.desktop });
  await join(owner.context, auditor.context, server.url, {
    ...{ email: "chiara@nordwind.example", name: "chiara", role: "auditor" },
  });
  const view = await auditor.context.newPage();
  await view.goto("/console/settings?add=provider");
  await view.getByText("house/large · set here").waitFor();
  await view.getByText("Everything else in force").click();
  await view.getByText("auth.jwt_secret").waitFor();
  expect(await view.getByRole("main").getByRole("button").count()).toBe(0);
  expect(await view.getByRole("dialog").count()).toBe(0);
  const stories = await rest(auditor.context, server.url, "GET", "/api/v1/audit?limit=100");
  const events = (stories.body as { items: { event: string; outcome: string }[] }).items.map(
    ({ event, outcome }) => `${event} ${outcome}`,
  );
  expect(events).toEqual(
    expect.arrayContaining([
      "config_changed success",
      "provider_tested success",
      "provider_tested failure",
      "provider_tested denied",
    ]),
  );
  expect(JSON.stringify(stories.body)).not.toContain(secret);
  expect(auditor.complaints).toEqual([]);
});

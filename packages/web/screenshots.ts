/**
 * Makes the pictures of the README in docs/images: the real server, claimed, joined and paired as people do it, and
 * photographed. Only who works in the company and what the model answers is made up. `npm run screenshots -w packages/web`.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join as path } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { answers } from "./test/_support/answers.ts";
import { openBrowser, openContext, type Watched } from "./test/_support/browser.ts";
import { claim, join, rest, say, useThisBrowser } from "./test/_support/people.ts";
import { startRealServer } from "./test/_support/real-server.ts";
import { startSpokenModel } from "./test/_support/spoken-model.ts";

const at = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const folder = at("../../docs/images");
mkdirSync(folder, { recursive: true });
execFileSync("npm", ["run", "build"], { cwd: at("../.."), stdio: "inherit" });

const model = await startSpokenModel(["large", "small"]);
const server = await startRealServer({
  enterprise: { rate_limit_enabled: false, organization_name: "Nordwind GmbH" },
  providers: model.settings,
});
const browser = await openBrowser();
const phone = { width: 390, height: 800 };
const desktop = { width: 1440, height: 900 };

const desk = await openContext(browser, server.url, { viewport: desktop, deviceScaleFactor: 2 });
await claim(server, desk.context);
const people = [
  ["Björn Aalto", "bjorn", "admin"],
  ["Chiara Conti", "chiara", "auditor"],
  ["Daniel Okafor", "daniel", "member"],
  ["Emre Yılmaz", "emre", "member"],
] as const;
const contexts = new Map<string, Watched>();
for (const [name, email, role] of people) {
  const own = await openContext(browser, server.url, { viewport: phone, deviceScaleFactor: 2 });
  await join(desk.context, own.context, server.url, { name, email: `${email}@nordwind.example`, role });
  contexts.set(email, own);
}

const daniel = contexts.get("daniel") as Watched;
const app = await daniel.context.newPage();
await useThisBrowser(app);
const session = await rest(daniel.context, server.url, "GET", "/api/v1/auth/session");
const workspace = path(server.home, "workspace", (session.body as { user: { id: string } }).user.id);
await mkdir(workspace, { recursive: true });
await writeFile(path(workspace, "invoice-2026-03.pdf"), Buffer.alloc(217_000));
await writeFile(path(workspace, "notes.md"), "timeout = 30\n");

/** The person writes, the model may use its tool, and answers. */
async function turn(question: string, answer: string, tool: boolean): Promise<void> {
  await say(app, question);
  let speech = await model.next();
  if (tool) {
    speech.call("list_workspace", {});
    speech = await model.next();
  }
  speech.say(answer);
  speech.end();
  await app.getByRole("button", { name: "Stop the answer" }).waitFor({ state: "detached" });
}
// The newest is on top of the list.
for (const { title, turns } of [...answers].reverse()) {
  await app.goto("/app/new");
  const questions = turns.filter(({ role }) => role === "user");
  const words = turns.filter(({ role }) => role === "assistant");
  for (const [index, { content }] of questions.entries()) {
    await turn(
      content,
      words[index]?.content ?? "",
      index === 0 && turns.some(({ role }) => role === "tool"),
    );
  }
  await app.waitForURL("**/app/c/*");
  const id = new URL(app.url()).pathname.split("/").at(-1);
  await rest(daniel.context, server.url, "PATCH", `/api/v1/conversations/${id}`, { title });
}
// Past the word about the pairing.
await app.waitForTimeout(4_500);

const list = async (page: Page) => {
  await page.goto("/app");
  await page.getByText("Timeout of the invoice").first().waitFor();
};
const chat = async (page: Page) => {
  await list(page);
  await page.getByText("Timeout of the invoice").first().click();
  await page.getByText("timeout = 60").waitFor();
  await page.getByRole("group", { name: "Messages" }).evaluate((box) => box.scrollTo({ top: 0 }));
};
const home = async (page: Page) => {
  await page.goto("/console");
  await page.getByRole("button", { name: "Verify now" }).click();
  await page.getByText("none changed").waitFor();
  // Somebody is being answered meanwhile, so that the plots have a line.
  await say(app, "Travel costs: what counts as a day?");
  const speech = await model.next();
  for (let second = 0; second < 10; second++) {
    speech.say("A day is more than eight hours away from home and office. ");
    await page.waitForTimeout(1_000);
  }
  speech.end();
  await page.getByRole("heading", { name: "Home" }).scrollIntoViewIfNeeded();
};
const record = async (page: Page) => {
  await page.goto("/console/record");
  await page.getByRole("group", { name: "Records" }).getByRole("button").nth(5).waitFor();
};

const admin = await desk.context.newPage();
const pictures = [
  ["app-conversations", phone, app, list],
  ["app-chat", phone, app, chat],
  ["app-chat-desktop", desktop, app, chat],
  ["console-home", desktop, admin, home],
  ["console-record", desktop, admin, record],
  ["console-home-phone", phone, admin, home],
] as const;
for (const colorScheme of ["light", "dark"] as const) {
  for (const [name, viewport, page, act] of pictures) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    await act(page);
    await page.waitForTimeout(300);
    await page.screenshot({ path: `${folder}/${name}-${colorScheme}.png` });
  }
}
await browser.close();
await server.close();
await model.close();

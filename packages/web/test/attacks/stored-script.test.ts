import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { securityHeaders } from "../../../server/src/http/security-headers.ts";
import { full, sized } from "../../../server/test/_support/size.ts";
import { openBrowser, openContext, screens, type Watched } from "../_support/browser.ts";
import { listenForRuns, look } from "../_support/canary.ts";
import { hostileAnswers, hostileNames } from "../_support/hostile-text.ts";
import { endMarked, few, fill, tell, withoutPolicy } from "../_support/hostile-world.ts";
import { poisoner } from "../_support/poison.ts";
import { type StandIn, startStandIn } from "../_support/stand-in.ts";
import { idOf } from "../_support/world.ts";

// Figure D7. Two layers hold it, each alone: the pages never make markup of text (tried without any policy), and the
// policy lets nothing run that somebody else's page would have made of it (stored-script-control.test.ts, with the policy).
let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
}, 120_000);
afterAll(async () => {
  await browser?.close();
});

const settle = (page: Page) => page.waitForTimeout(120);

/** Every row of a list that shows only what is in sight. */
async function scrollThrough(page: Page, box: string, see: () => Promise<void>): Promise<void> {
  const scroller = page.locator(box).first();
  await scroller.evaluate((element) => element.scrollTo({ top: 0 }));
  for (let step = 0; step < 200; step++) {
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 20))));
    await page.evaluate(() => {
      for (const folded of document.querySelectorAll("details")) folded.open = true;
    });
    await see();
    const more = await scroller.evaluate((element) => {
      const before = element.scrollTop;
      element.scrollBy({ top: element.clientHeight * 0.8 });
      return element.scrollTop > before;
    });
    if (!more) return;
  }
}

describe.each([
  ["with the policy", securityHeaders],
  ["without any policy", withoutPolicy],
] as const)("%s", (_name, headersOf) => {
  let server: StandIn;
  let poison: ReturnType<typeof poisoner>;
  const shown = new Set<string>();

  beforeAll(async () => {
    server = await startStandIn({ headersOf, records: hostileNames.length });
    fill(server.world);
    poison = poisoner();
  });
  afterAll(async () => server?.close());

  /** Opens a browser, does `act`, and expects that nothing ran, nothing left, and nothing foreign was in the document. */
  async function watch(
    act: (page: Page, see: () => Promise<void>, watched: Watched) => Promise<void>,
    viewport: { width: number; height: number } = screens.desktop,
  ): Promise<void> {
    const options = { viewport, serviceWorkers: "block", reducedMotion: "reduce" } as const;
    const watched = await openContext(browser, server.url, options);
    try {
      await listenForRuns(watched, server.url);
      const page = await watched.context.newPage();
      const foreign: string[] = [];
      const see = async () => {
        const seen = await look(page);
        for (const mark of seen.marks) shown.add(mark);
        foreign.push(...seen.foreign);
      };
      await act(page, see, watched);
      await settle(page);
      expect({ foreign, complaints: watched.complaints }).toEqual({ foreign: [], complaints: [] });
    } finally {
      await watched.context.close();
    }
  }

  const pair = async (page: Page) => {
    server.world.rewrite = (value) => value;
    const payload = { session_id: "pair-1", websocket_url: "ws://x/ws", temp_token: "t", timestamp: 1 };
    await page.goto(`/pair#${Buffer.from(JSON.stringify(payload)).toString("base64url")}`);
    server.world.rewrite = poison.rewrite;
    await page.getByRole("button", { name: "Pair", exact: true }).click();
    await page.waitForURL("**/app");
  };

  test("the console: every page, dialog and menu", { timeout: 600_000 }, async () => {
    server.world.signedIn = true;
    server.world.rewrite = poison.rewrite;
    for (let round = 0; round < sized(1, hostileNames.length / 4); round++) {
      await watch(async (page, see) => {
        const open = async (path: string, heading: string) => {
          await page.goto(path);
          await page.getByRole("heading", { name: heading, level: 1 }).waitFor();
          await settle(page);
          await see();
        };
        const act = async (...names: (RegExp | string)[]) => {
          for (const [index, name] of names.entries()) {
            const role = index > 0 ? "menuitem" : "button";
            await page.getByRole(role, { name }).filter({ visible: true }).first().click();
          }
          await settle(page);
          await see();
          await page.keyboard.press("Escape");
        };
        await open("/console", "Home");
        await act("Verify now");
        await act(/^Account of/);
        await open("/console/people", "People");
        await act(/^Actions for/);
        for (const item of ["Change role", "New password link", "Disable"]) {
          const menus = page.getByRole("button", { name: /^Actions for/ });
          await menus.nth(2).click();
          await page.getByRole("menuitem", { name: item }).click();
          await settle(page);
          await see();
          if (item !== "New password link") await page.keyboard.press("Escape");
          else {
            await page.getByRole("button", { name: "Make a link" }).click();
            await page.getByText("shown only now").waitFor();
            await see();
            await page.getByRole("button", { name: "Done" }).click();
          }
        }
        await open("/console/devices", "Devices");
        await act("Remove");
        await act("Pair a device");
        await open("/console/record", "Record");
        await scrollThrough(page, "[role=group][aria-label=Records]", see);
        await page.getByRole("group", { name: "Records" }).getByRole("button").first().click();
        await settle(page);
        await see();
        await open("/console/settings", "Settings");
      });
      poison.nextRound();
    }
  });

  test("what a server says when it refuses", { timeout: 120_000 }, async () => {
    server.world.signedIn = true;
    server.world.rewrite = poison.rewrite;
    await watch(async (page, see) => {
      for (const code of [
        "configuration",
        "internal",
        "__proto__",
        "constructor",
        "<img src=x onerror=ran(1)>",
      ]) {
        server.world.refusal = { status: 500, code };
        await page.goto("/console/people");
        await page.getByRole("alert").first().waitFor();
        await see();
      }
    });
    server.world.refusal = undefined;
  });

  test("the app: conversations, messages, tools, answers, devices, models", {
    timeout: 600_000,
  }, async () => {
    const corpus = few(hostileAnswers, 5);
    const size = 12;
    const chats: string[] = [];
    for (let from = 0; from < corpus.length; from += size) {
      chats.push(tell(server.world, chats.length, corpus.slice(from, from + size)));
    }
    await watch(async (page, see) => {
      await pair(page);
      await settle(page);
      await see();
      await scrollThrough(page, "nav[aria-label=Conversations] div.overflow-y-auto", see);
      for (const id of chats) {
        await page.goto(`/app/c/${id}`);
        await page.locator("[data-row]").first().waitFor();
        await scrollThrough(page, "[role=group][aria-label=Messages]", see);
      }
      await page.getByRole("button", { name: "Actions for this conversation" }).click();
      await page.getByRole("menuitem", { name: "Rename" }).click();
      await see();
      await page.goto("/app/new");
      await page.getByRole("combobox", { name: "Model" }).waitFor();
      await see();
      await page.goto("/app/settings");
      await page.getByRole("button", { name: "Remove" }).first().click();
      await see();
    });
    // Whoever writes and whatever is written: all of it was there to be seen.
    for (const field of ["message", "answer"]) {
      expect(
        corpus.filter(({ id }) => !shown.has(`${field}:${id}`)).map(({ text }) => `${field}: ${text}`),
      ).toEqual([]);
    }
  });

  test("an answer that arrives in the worst pieces", { timeout: 600_000 }, async () => {
    const corpus = few(hostileAnswers, 7);
    const conversation_id = tell(server.world, 70, []);
    await watch(async (page, see) => {
      await pair(page);
      await page.goto(`/app/c/${conversation_id}`);
      await page.getByText("Nothing written yet").waitFor();
      for (const [index, { id, text, markdown }] of corpus.entries()) {
        const content = endMarked(text, "streamed", id, markdown);
        // Between all letters that mean something, or between all there are.
        const pieces = full ? [...content] : content.split(/(?<=[^\w\s])|(?=[^\w\s])/u);
        const speak = async () => {
          for (const [at, piece] of pieces.entries()) {
            server.say({ type: "delta", conversation_id, text: piece });
            if (at % 8 === 7) await page.evaluate(() => new Promise(requestAnimationFrame));
          }
          const arrived = async () => (await look(page)).marks.includes(`streamed:${id}`);
          await expect.poll(arrived, { timeout: 10_000, message: text }).toBe(true);
        };
        // On a busy machine the app may hold its line for dead and begin again.
        await speak().catch(speak);
        await see();
        const message_id = idOf("msg", 5_000_000 + index);
        const rest = { model: null, usage: null, tool: null, error: null, client_id: null };
        const created_at = new Date().toISOString();
        const finished = {
          conversation_id,
          message_id,
          seq: index + 1,
          role: "assistant",
          content,
          created_at,
        };
        server.say({ type: "message", ...finished, ...rest });
      }
    });
    expect(corpus.filter(({ id }) => !shown.has(`streamed:${id}`))).toEqual([]);
  });

  test("addresses: path, query, what stands behind #, and pairing codes", { timeout: 600_000 }, async () => {
    server.world.signedIn = true;
    server.world.rewrite = (value) => value;
    await watch(async (page, see) => {
      for (const [index, { text }] of few(hostileNames, 5).entries()) {
        const clean = text.toWellFormed();
        const encoded = encodeURIComponent(clean);
        const pairing = {
          session_id: clean.slice(0, 100),
          websocket_url: "ws://elsewhere.test/ws",
          temp_token: clean,
        };
        const code = Buffer.from(JSON.stringify({ ...pairing, timestamp: 1, name: clean })).toString(
          "base64url",
        );
        const paths = [
          `/${encoded}`,
          `/app/c/${encoded}`,
          `/console/${encoded}`,
          `/console/record?about=${encoded}&event=${encoded}&outcome=${encoded}`,
          `/sign-in?next=${encoded}&error=${encoded}`,
          `/claim#${clean}`,
          `/set-password#${encoded}`,
          `/pair#${code}`,
          `/pair#${clean}`,
        ];
        for (const path of full ? paths : [paths[index % paths.length] as string]) {
          await page.goto(path, { waitUntil: "load" });
          await see();
        }
      }
    });
  });

  test("enough was shown, and of every kind", () => {
    expect(shown.size).toBeGreaterThan(sized(500, 2_000));
    const fields = new Set([...shown].map((mark) => mark.slice(0, mark.lastIndexOf(":"))));
    expect([...fields]).toEqual(expect.arrayContaining(fieldsShown));
  });
});

/** At least these; whatever else an answer carries is poisoned too, and shown or not. */
const fieldsShown = [
  ...["message", "answer", "streamed", "frame name", "frame email", "problem detail"],
  ...["name", "email", "organization_name"].map((name) => `GET v1/auth/session ${name}`),
  ...["name", "email"].map((name) => `GET v1/users ${name}`),
  ...["email", "set_password_url"].map((name) => `POST v1/users/*/invite ${name}`),
  ...["device_name", "user_email"].map((name) => `GET v1/devices ${name}`),
  ...["name", "arguments", "result"].map((name) => `GET v1/conversations/*/messages ${name}`),
  ...["event", "actor", "target", "value", "channel"].map((name) => `GET v1/audit ${name}`),
  ...["GET v1/conversations title", "GET v1/sessions user_email", "events text", "events record_protection"],
];

import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { configuredDatabase } from "../../../server/test/_support/empty-database.ts";
import { guideSite, serverName, startNginx } from "../../../server/test/_support/nginx.ts";
import { testWith } from "../../../server/test/_support/peers.ts";
import { promised } from "../../../server/test/_support/size.ts";
import { openBrowser, openContext, screens, type Watched } from "../_support/browser.ts";
import { type Line, openLine } from "../_support/line.ts";
import { password, say } from "../_support/people.ts";
import { type RealServer, startRealServer } from "../_support/real-server.ts";
import { type SpokenModel, startSpokenModel } from "../_support/spoken-model.ts";

// The product as the guide puts it on the internet: nginx with section 10 word for word, TLS there, three listeners behind.
const withNginx = testWith("nginx", "openssl");
const ready = withNginx === test;
let server: RealServer;
let browser: Browser;
let model: SpokenModel;
let lines: Line[] = [];
let origin: string;
let desk: Watched;
let phone: Watched;
let owner: Page;
let app: Page;

beforeAll(async () => {
  if (!ready) return;
  model = await startSpokenModel();
  // nginx is told where the listeners are before they are there.
  lines = await Promise.all(
    (["rest", "mobile", "web"] as const).map((name) => openLine(() => server.ports[name])),
  );
  const [rest = 0, mobile = 0, web = 0] = lines.map(({ port }) => port);
  const place = await startNginx(guideSite({ rest, mobile, web }));
  origin = `https://${serverName}:${place.https}`;
  const { publicKey } = new X509Certificate(readFileSync(place.chain));
  const key = await crypto.subtle.digest("SHA-256", publicKey.export({ type: "spki", format: "der" }));
  [server, browser] = await Promise.all([
    startRealServer({
      database: await configuredDatabase(),
      network: { public_url: origin, trusted_proxies: ["127.0.0.1", "::1"] },
      providers: model.settings,
    }),
    // This certificate and no other; its name is this machine.
    openBrowser(
      `--ignore-certificate-errors-spki-list=${Buffer.from(key).toString("base64")}`,
      `--host-resolver-rules=MAP ${serverName} 127.0.0.1`,
    ),
  ]);
  const allowed = { permissions: ["clipboard-read", "clipboard-write"] };
  desk = await openContext(browser, origin, { viewport: screens.desktop, ...allowed });
  phone = await openContext(browser, origin, { viewport: screens.phone, hasTouch: true });
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
  await Promise.all(lines.map((line) => line.close()));
  await model?.close();
});

withNginx(
  "claimed by the printed link: the cookie is for TLS only, and the browser is told to stay with it",
  {
    timeout: 120_000,
  },
  async () => {
    const { claim_url } = (await server.command("claim")) as { claim_url: string };
    expect(claim_url.startsWith(`${origin}/claim#`)).toBe(true);
    owner = await desk.context.newPage();
    const page = await owner.goto(claim_url);
    expect(page?.headers()["strict-transport-security"]).toMatch(/max-age=31536000/);
    await owner.getByLabel("Your e-mail").fill("ada@nordwind.example");
    await owner.getByLabel("Your name").fill("Ada Lindqvist");
    await owner.getByLabel("Password", { exact: true }).fill(password);
    await owner.getByRole("button", { name: "Become the owner" }).click();
    await owner.waitForURL("**/console");
    const cookies = await desk.context.cookies();
    expect(cookies.length).toBeGreaterThan(0);
    for (const cookie of cookies) {
      expect(cookie).toMatchObject({ secure: true, httpOnly: true, sameSite: "Strict", path: "/" });
      expect(cookie.name).toMatch(/^__Host-/);
    }
    await owner.goto("/app");
    await owner.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    await owner.goto("/sign-in");
  },
);

withNginx(
  "what happens reaches the console as it happens, through a proxy that buffers",
  {
    timeout: 120_000,
  },
  async () => {
    await owner.goto("/console");
    await owner.getByText("Live", { exact: true }).filter({ visible: true }).waitFor();
    const late = await owner.evaluate(async () => {
      const source = new EventSource("/api/v1/events");
      const found: number[] = [];
      await new Promise<void>((done) => {
        source.addEventListener("pulse", (event) => {
          found.push(Date.now() - Date.parse(JSON.parse(event.data).at));
          if (found.length === 4) done();
        });
      });
      source.close();
      return found;
    });
    // A buffer would hold back the first ones until it is full.
    for (const ms of late) expect(ms).toBeLessThan(promised(1_500));
  },
);

withNginx("a phone pairs, and the console says so at once", { timeout: 120_000 }, async () => {
  await owner.getByRole("link", { name: "Devices" }).first().click();
  await owner.getByRole("button", { name: "Pair a device" }).click();
  await owner.getByRole("img", { name: "Pairing code" }).waitFor();
  await owner.getByRole("button", { name: "Copy as text" }).click();
  const code = await owner.evaluate(() => navigator.clipboard.readText());
  expect(JSON.parse(code)).toMatchObject({ websocket_url: `${origin.replace("https", "wss")}/ws` });
  app = await phone.context.newPage();
  await app.goto(`/pair#${Buffer.from(code).toString("base64url")}`);
  await app.getByLabel("Name of this device").fill("Ada's phone");
  await app.getByRole("button", { name: "Pair", exact: true }).click();
  await app.waitForURL("**/app");
  await owner.getByText("Ada's phone is paired").waitFor();
  await owner.getByRole("button", { name: "Done" }).click();
});

withNginx("an answer is read while it is written", { timeout: 120_000 }, async () => {
  await app.goto("/app/new");
  await say(app, "Tell me a story");
  const answer = await model.next();
  for (const word of ["once", "upon", "a", "time"]) {
    answer.say(`${word}-${word} `);
    await app.getByText(`${word}-${word}`).waitFor();
    expect(await app.getByRole("article", { name: "Answer" }).count()).toBe(0);
  }
  answer.end();
  await app.getByRole("article", { name: "Answer" }).waitFor();
});

withNginx(
  "a removed phone is signed out, and the pages broke nothing on the way",
  {
    timeout: 120_000,
  },
  async () => {
    await owner.getByRole("button", { name: "Remove" }).first().click();
    await owner.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
    await app.getByRole("heading", { name: "This device was signed out" }).waitFor();
    expect([...desk.complaints, ...phone.complaints]).toEqual([]);
  },
);

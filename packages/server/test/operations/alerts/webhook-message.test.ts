import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { signWebhook } from "../../../src/crypto/webhook-signature.ts";
import { postWebhook } from "../../../src/net/webhook.ts";
import type { AlertSettings } from "../../../src/operations/index.ts";
import { sql } from "../../../src/store/queryable.ts";
import { eventually, failSignIn, mailTo, plainServer, testAlerts } from "../../_support/alerts.ts";
import { testAudit } from "../../_support/audit.ts";
import { testDatabase } from "../../_support/database.ts";
import { testKeyRing } from "../../_support/key-ring.ts";

const { open } = await testDatabase();
const database = open();
const masterKey = randomBytes(32);
const key = randomBytes(32);
const secret = `whsec_${key.toString("base64")}`;

interface Post {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A receiver that answers with what the test wants. */
async function receiver(answer: () => number) {
  const posts: Post[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      posts.push({ headers: request.headers, body });
      response.writeHead(answer(), { location: "http://127.0.0.1:1/stolen" }).end("ok");
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  return { url: `http://127.0.0.1:${port}/hooks/entobot?token=t`, posts };
}

const onlyWebhook = (url: string): AlertSettings => ({
  ...mailTo(plainServer(1)),
  ...{ mail: null, webhook: { url, key } },
});

/** The example of the guide, as its readers will run it. */
async function exampleOfTheGuide(): Promise<
  (secret: string, headers: IncomingHttpHeaders, body: string) => boolean
> {
  const page = readFileSync(new URL("../../../../../docs/guide/alerts.md", import.meta.url), "utf8");
  const code = /```js\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
  expect(code.trim().split("\n").length).toBeLessThanOrEqual(14);
  const module = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as {
    isFromEntobot: (secret: string, headers: IncomingHttpHeaders, body: string) => boolean;
  };
  return module.isFromEntobot;
}

test("a post is signed so that the guide's receiver knows it, once, and knows every change", async () => {
  const { url, posts } = await receiver(() => 204);
  const audit = await testAudit(database, { seal: testKeyRing(database, masterKey) });
  const alerts = testAlerts({ database, audit, settings: () => onlyWebhook(url) });
  await alerts.start();
  await failSignIn(audit);
  await eventually(() => posts.length === 1);
  const { headers, body } = posts[0] as Post;
  const isFromEntobot = await exampleOfTheGuide();

  expect(isFromEntobot(secret, headers, body.replace("203.0.113.9", "203.0.113.8"))).toBe(false);
  expect(isFromEntobot(secret, { ...headers, "webhook-id": "alr_other" }, body)).toBe(false);
  expect(isFromEntobot(`whsec_${randomBytes(32).toString("base64")}`, headers, body)).toBe(false);
  expect(isFromEntobot(secret, { ...headers, "webhook-signature": "v1,AAAA" }, body)).toBe(false);
  const old = String(Number(headers["webhook-timestamp"]) - 600);
  const signature = signWebhook(key, String(headers["webhook-id"]), Number(old), body);
  const replayed = { ...headers, "webhook-timestamp": old, "webhook-signature": signature };
  expect(isFromEntobot(secret, replayed, body)).toBe(false);
  expect(isFromEntobot(secret, headers, body)).toBe(true);
  // Within the five minutes only the id tells a repeat.
  expect(isFromEntobot(secret, headers, body)).toBe(false);

  expect(JSON.parse(body)).toMatchObject({
    type: "alert.auth_failed",
    data: {
      event: "auth_failed",
      count: 1,
      records: [{ address: "203.0.113.9", who: "somebody who was not signed in", outcome: "denied" }],
      link: "https://entobot.firm.test/console/record?event=auth_failed",
    },
  });
  expect(body).not.toContain("mallory");
});

test("a receiver that fails is tried again with the same id and body, signed anew", async () => {
  let status = 503;
  await database.query(sql`delete from alert_quiet`);
  const { url, posts } = await receiver(() => status);
  const audit = await testAudit(database, { seal: testKeyRing(database, masterKey) });
  const times = { firstRetry: 30, longestRetry: 100, look: 50, windows: [50] };
  const alerts = testAlerts({ database, audit, settings: () => onlyWebhook(url) }, times);
  await alerts.start();
  await failSignIn(audit);
  await eventually(() => posts.length >= 2);
  expect((await alerts.status()).channels[1]).toMatchObject({ last_problem: { code: "refused:503" } });
  status = 200;
  await eventually(async () => (await alerts.status()).channels[1]?.waiting === 0);
  expect(new Set(posts.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  expect(new Set(posts.map(({ body }) => body)).size).toBe(1);
});

test("the signature is the one of the Standard Webhooks specification", () => {
  // Example of the specification's own test suites.
  const example = Buffer.from("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "base64");
  expect(signWebhook(example, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, '{"test": 2432232314}')).toBe(
    "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  );
});

test("no redirect is followed, and what is no place for a webhook is not called", async () => {
  const never = new AbortController().signal;
  const { url, posts } = await receiver(() => 307);
  expect(await postWebhook(url, {}, "{}", never)).toEqual({ ok: false, problem: "redirect" });
  expect(posts).toHaveLength(1);
  for (const forbidden of [
    "http://169.254.169.254/latest",
    "http://93.184.216.34/",
    "https://u:p@127.0.0.1/",
  ])
    expect(await postWebhook(forbidden, {}, "{}", never)).toEqual({ ok: false, problem: "address" });
  expect(await postWebhook("http://127.0.0.1:1/", {}, "{}", never)).toEqual({
    ok: false,
    problem: "unreachable",
  });
});

import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import type { Audit } from "../../src/audit/index.ts";
import { smtpTimes } from "../../src/net/smtp.ts";
import { webhookTimes } from "../../src/net/webhook.ts";
import type { AlertSettings } from "../../src/operations/index.ts";
import { eventually, failSignIn, mailTo, plainServer, testAlerts } from "../_support/alerts.ts";
import { testAudit } from "../_support/audit.ts";
import { makeAuthority } from "../_support/certificates.ts";
import { testDatabase } from "../_support/database.ts";
import { testKeyRing } from "../_support/key-ring.ts";
import { type MailSink, type Mood, openMailSink } from "../_support/mail-sink.ts";
import { sized } from "../_support/size.ts";
import { trust } from "../_support/trust.ts";

/** Figure J3: whatever the mail server does, everything is told in the end, and nothing that it took is told again. */
const { open } = await testDatabase();
const database = open();
const masterKey = randomBytes(32);
const authority = makeAuthority();
trust(authority.root);
const pair = authority.issue();
const hurried = { windows: [60, 120, 240], firstRetry: 40, longestRetry: 150, look: 50 };

const countOf = ({ subject }: { subject: string }) => Number(/\((\d+)\)/.exec(subject)?.[1] ?? 1);
const toldBy = (sinks: readonly MailSink[]) =>
  sinks.flatMap(({ received }) => received).reduce((sum, mail) => sum + countOf(mail), 0);

async function fail(audit: Audit, times: number): Promise<void> {
  for (let i = 0; i < times; i++) await failSignIn(audit, `198.51.100.${i % 250}`);
}

test("down, mute, busy, refusing, dying, without TLS, with a wrong certificate: all of it arrives, once, as few messages", async () => {
  const events = sized(12, 150);
  const audit = await testAudit(database, { seal: testKeyRing(database, masterKey) });
  const sink = await openMailSink({ pair });
  const bare = await openMailSink();
  const false_ = await openMailSink({ pair: makeAuthority().issue() });
  const at = (port: number) => mailTo(plainServer(port, { host: "localhost", requireTls: true }));
  let settings: AlertSettings = at(sink.port);
  const alerts = testAlerts({ database, audit, settings: () => settings }, hurried);
  await alerts.start();
  let happened = 0;

  async function through(problem: string, begin: () => unknown, end: () => unknown): Promise<void> {
    await begin();
    await fail(audit, events);
    happened += events;
    await eventually(async () => {
      const [mail] = (await alerts.status()).channels;
      return mail?.last_problem?.code === problem && mail.failing > 0;
    });
    await fail(audit, events);
    happened += events;
    await end();
    await eventually(async () => (await alerts.status()).channels[0]?.waiting === 0);
    expect(toldBy([sink, bare, false_]), problem).toBe(happened);
  }
  const moody = (mood: Mood) => [() => (sink.mood = mood), () => (sink.mood = "yes")] as const;
  const elsewhere = (port: number) =>
    [() => (settings = at(port)), () => (settings = at(sink.port))] as const;

  await through("unreachable", sink.close, sink.open);
  await through("timeout", ...moody("mute"));
  await through("refused:451", ...moody("later"));
  await through("refused:550", ...moody("no_recipient"));
  await through("refused:554", ...moody("no_data"));
  await through("no_tls:500", ...elsewhere(bare.port));
  await through("certificate", ...elsewhere(false_.port));
  await through("unreachable", ...moody("dies"));

  expect(bare.received).toEqual([]);
  expect(false_.received).toEqual([]);
  const ids = sink.received.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  // Each fault leaves the message that failed, and what gathered behind it; windows add a few.
  expect(ids.length).toBeLessThan(happened / 2);
}, 240_000);

test("killed between the server's yes and our commit: the message comes again under its id; who lives does not send it again", async () => {
  const sink = await openMailSink();
  const settings = () => mailTo(plainServer(sink.port));
  const audit = await testAudit(database, { seal: testKeyRing(database, masterKey) });
  let broken = true;
  const failing: Audit = {
    ...audit,
    mutate: (...given) => (broken ? Promise.reject(new Error("gone")) : audit.mutate(...given)),
  };
  const short = { ...hurried, claim: 100 };
  const first = testAlerts({ database, audit: failing, settings }, short);
  await first.start();
  await failSignIn(audit);
  await eventually(() => sink.received.length === 1);
  // The same process, with the database back or not: it knows what was taken.
  await new Promise((done) => setTimeout(done, 400));
  expect(sink.received).toHaveLength(1);
  await first.stop();

  // Another process finds the claim ended and knows nothing of the yes.
  const second = testAlerts({ database, audit, settings }, short);
  await second.start();
  await eventually(async () => (await second.status()).channels[0]?.waiting === 0);
  broken = false;
  expect(sink.received).toHaveLength(2);
  expect(sink.received[1]?.id).toBe(sink.received[0]?.id);
  expect(sink.received[1]?.subject).toBe(sink.received[0]?.subject);
});

test("a stop does not wait for a mail server that says nothing", async () => {
  const sink = await openMailSink();
  sink.mood = "mute";
  const audit = await testAudit(database, { seal: testKeyRing(database, masterKey) });
  const alerts = testAlerts({ database, audit, settings: () => mailTo(plainServer(sink.port)) }, hurried, {
    smtp: smtpTimes,
    webhook: webhookTimes,
  });
  await alerts.start();
  await failSignIn(audit);
  await eventually(() => sink.tries() > 0);
  const before = performance.now();
  await alerts.stop();
  expect(performance.now() - before).toBeLessThan(5_000);
});

import { randomBytes } from "node:crypto";
import type { AuditRecord } from "@entobot/contract/audit";
import { expect, test } from "vitest";
import type { Audit } from "../../../src/audit/index.ts";
import type { AlertSettings } from "../../../src/operations/index.ts";
import { sql } from "../../../src/store/queryable.ts";
import {
  eventually,
  failSignIn,
  mailTo,
  operator,
  plainServer,
  systemCall,
  testAlerts,
} from "../../_support/alerts.ts";
import { collect, testAudit } from "../../_support/audit.ts";
import { testDatabase } from "../../_support/database.ts";
import { testKeyRing } from "../../_support/key-ring.ts";
import { openMailSink, partsOf } from "../../_support/mail-sink.ts";

const { open } = await testDatabase();
const database = open();
const minute = 60_000;
/** Every server of a database has the same. */
const masterKey = randomBytes(32);

async function house(more: Partial<AlertSettings> = {}, clock = Date.now) {
  for (const table of ["alert_cursor", "alert_deliveries", "alert_quiet", "alert_channels"])
    await database.query({ text: `delete from ${table}`, values: [] });
  const sink = await openMailSink();
  const audit = await testAudit(database, { seal: testKeyRing(database, masterKey) });
  const settings = { now: mailTo(plainServer(sink.port), more) };
  const alerts = testAlerts({ database, audit, settings: () => settings.now, clock });
  await alerts.start();
  return { sink, audit, settings, alerts };
}

/** The record's last `most` of these events; committed is soon chained. */
async function recorded(audit: Audit, event: string, most: number, since = 0): Promise<AuditRecord[]> {
  let found: AuditRecord[] = [];
  await eventually(async () => {
    const all = await collect(audit.read({ after: since }));
    found = all.filter((record) => record.event === event);
    return found.length >= most;
  });
  return found;
}

test("what happened is told at once, with who, where, when, what to do and where to look", async () => {
  const { sink, audit } = await house();
  await failSignIn(audit);
  await eventually(() => sink.received.length === 1);
  const [mail] = sink.received;
  expect(mail).toMatchObject({ from: "entobot@firm.test", to: [operator] });
  expect(mail?.subject).toBe("[Entobot] Wrong credentials · auth_failed");
  const { text, html } = partsOf(mail?.raw ?? "");
  for (const part of [text, html]) {
    expect(part).toContain("203.0.113.9");
    expect(part).toContain("somebody who was not signed in");
    expect(part).toContain("wrong_password");
    expect(part).toContain("https://entobot.firm.test/console/record?event=auth_failed");
    expect(part).toContain("block the address");
    // What a stranger typed, and whose account it was, stay in the house.
    expect(part).not.toContain("mallory");
  }
  expect(html).not.toMatch(/<(script|img|link|style)|url\(|src=/);
  const [record] = await recorded(audit, "alert_delivered", 1);
  expect(record?.details).toMatchObject({ channel: "mail", about: "auth_failed", events: 1, attempts: 1 });
  expect(record?.personal?.["details.recipient"]?.value).toBe(operator);
});

test("a storm is one message at once and then one a window, each window longer, with counts and first and last", async () => {
  let now = Date.now();
  const { sink, audit, alerts } = await house({}, () => now);
  await failSignIn(audit, "198.51.100.1");
  await alerts.settled();
  expect(sink.received).toHaveLength(1);
  for (let i = 0; i < 40; i++) await failSignIn(audit, `198.51.100.${10 + i}`);
  await alerts.settled();
  now += minute - 5_000;
  await alerts.settled();
  expect(sink.received).toHaveLength(1);
  now += 10_000;
  await alerts.settled();
  expect(sink.received).toHaveLength(2);
  expect(sink.received[1]?.subject).toBe("[Entobot] Wrong credentials (40) · auth_failed");
  const { text } = partsOf(sink.received[1]?.raw ?? "");
  for (const last of [10, 11, 12, 47, 48, 49]) expect(text).toContain(`198.51.100.${last}\n`);
  expect(text).not.toContain("198.51.100.30\n");
  expect(text).toContain("the record has all 40");

  // The second window is five minutes, and it goes on as long as something happens in it.
  await failSignIn(audit);
  await alerts.settled();
  now += 2 * minute;
  await alerts.settled();
  expect(sink.received).toHaveLength(2);
  now += 4 * minute;
  await alerts.settled();
  expect(sink.received).toHaveLength(3);

  // A window in which nothing happened ends the storm.
  now += 20 * minute;
  await failSignIn(audit);
  await alerts.settled();
  expect(sink.received).toHaveLength(4);
});

test("kinds of events do not wait for each other, and only what is named alerts", async () => {
  const { sink, audit, alerts } = await house({ events: ["auth_failed", "device_paired"] });
  await failSignIn(audit);
  await audit.noted(systemCall(), { event: "device_paired", target: "dev_1" });
  await audit.noted(systemCall(), { event: "device_removed", target: "dev_1" });
  await alerts.settled();
  expect(sink.received.map(({ subject }) => subject).sort()).toEqual([
    "[Entobot] A device was paired · device_paired",
    "[Entobot] Wrong credentials · auth_failed",
  ]);
});

test("alerts about alerts never begin, and a record that verifies is no news", async () => {
  const { sink, audit, alerts } = await house({
    events: ["auth_failed", "alert_delivered", "alert_failed", "record_verified"],
  });
  await failSignIn(audit);
  await audit.noted(systemCall(), { event: "record_verified" });
  await alerts.settled();
  await alerts.settled();
  expect(sink.received).toHaveLength(1);
  await audit.noted(systemCall(), { event: "record_verified", outcome: "failure", severity: "critical" });
  await alerts.settled();
  expect(sink.received.at(-1)?.subject).toBe("[Entobot] The record does not verify · record_verified");
});

test("what happened while nobody followed is told at the next start; what happened while alerts were off is not", async () => {
  const { sink, audit, settings, alerts } = await house();
  await alerts.settled();
  await alerts.stop();
  await failSignIn(audit);
  const next = testAlerts({ database, audit, settings: () => settings.now });
  await next.start();
  await next.settled();
  expect(sink.received).toHaveLength(1);

  settings.now = { ...settings.now, enabled: false };
  await next.reconfigured();
  await audit.noted(systemCall(), { event: "device_paired", target: "dev_2" });
  settings.now = { ...settings.now, enabled: true, events: ["device_paired"] };
  await next.reconfigured();
  await next.settled();
  expect(sink.received).toHaveLength(1);
});

test("three servers on one database tell everything once", async () => {
  const { sink, audit, settings, alerts } = await house({
    events: ["auth_failed", "device_paired", "session_revoked"],
  });
  const others = await Promise.all(
    [open(), open()].map(async (db) => {
      const other = testAlerts({
        ...{
          database: db,
          audit: await testAudit(db, { seal: testKeyRing(db, masterKey) }),
          settings: () => settings.now,
        },
      });
      await other.start();
      return other;
    }),
  );
  await Promise.all([
    failSignIn(audit),
    audit.noted(systemCall(), { event: "device_paired", target: "dev_3" }),
    audit.noted(systemCall(), { event: "session_revoked", target: "ses_3" }),
  ]);
  for (let round = 0; round < 3; round++) await Promise.all([alerts, ...others].map((one) => one.settled()));
  await eventually(async () => (await alerts.status()).channels.every(({ waiting }) => waiting === 0));
  expect(sink.received.map(({ subject }) => subject)).toHaveLength(3);
  expect(new Set(sink.received.map(({ id }) => id)).size).toBe(3);
});

test("an address that left the configuration gets nothing more, and the record says so", async () => {
  const { sink, audit, settings, alerts } = await house();
  const { seq } = await audit.head();
  await sink.close();
  await failSignIn(audit);
  await eventually(async () => (await alerts.status()).channels[0]?.failing === 1);
  settings.now = mailTo(plainServer(sink.port), {
    mail: { ...(settings.now.mail as NonNullable<AlertSettings["mail"]>), recipients: ["other@firm.test"] },
  });
  await database.query(sql`update alert_deliveries set due_at = now() - interval '1 second'`);
  await sink.open();
  await alerts.settled();
  expect(sink.received).toHaveLength(0);
  const failed = await recorded(audit, "alert_failed", 2, seq);
  expect(failed.at(-1)?.details).toMatchObject({ problem: "recipient_removed", given_up: true });
});

test("status says what waits, since when and why; health says it in words; after three days it is given up and recorded", async () => {
  let now = Date.now();
  const { sink, audit, alerts } = await house({}, () => now);
  const { seq } = await audit.head();
  await sink.close();
  await failSignIn(audit);
  await alerts.settled();
  expect((await alerts.status()).channels).toMatchObject([
    {
      channel: "mail",
      configured: true,
      waiting: 1,
      failing: 1,
      failed: 0,
      last_problem: { code: "unreachable", words: "the mail server does not answer" },
    },
    { channel: "webhook", configured: false, waiting: 0 },
  ]);
  expect((await alerts.troubles())[0]).toMatch(/^Alerts by mail wait since .* does not answer/);
  now += 3 * 24 * 60 * minute;
  await alerts.settled();
  expect((await alerts.status()).channels[0]).toMatchObject({ waiting: 0, failed: 1 });
  const failures = await recorded(audit, "alert_failed", 2, seq);
  expect(failures.map(({ details }) => details["given_up"])).toEqual([false, true]);
  now += 31 * 24 * 60 * minute;
  await alerts.sweep();
  expect((await alerts.status()).channels[0]).toMatchObject({ failed: 0 });
});

test("a test goes to everybody at once, past the queue, and is recorded", async () => {
  const { sink, audit, alerts } = await house();
  const { seq } = await audit.head();
  const [result] = await alerts.test(systemCall());
  expect(result).toEqual({ channel: "mail", to: operator, delivered: true, problem: null });
  expect(sink.received[0]?.subject).toBe("[Entobot] A test");
  expect((await recorded(audit, "alert_delivered", 1, seq)).at(-1)?.details).toMatchObject({ test: true });
  sink.mood = "no_recipient";
  const [refused] = await alerts.test(systemCall());
  expect(refused?.problem?.words).toBe("the mail server refused the message (550)");
});

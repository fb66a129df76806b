import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AuditRecord } from "@entobot/contract/audit";
import { afterAll, expect, test } from "vitest";
import { strangerCall, testAudit } from "../_support/audit.ts";
import { testDatabase } from "../_support/database.ts";
import { testKeyRing } from "../_support/key-ring.ts";
import { python, secondVerdicts } from "../_support/verifier.ts";

// Figure A7: whatever a stranger writes into a field, one record is one line, and no line is broken or forged.

const { open } = await testDatabase();
const folder = mkdtempSync(join(tmpdir(), "entobot-a7-"));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, "audit.log");
const seal = testKeyRing(open());
const audit = await testAudit(open(), { seal, file: { path, level: "debug", enabled: true } });

const hostile = [
  "\r\n",
  "a\nAuthentication failed from 198.51.100.1",
  '"}\n{"v":1,"seq":1}',
  "\u0000\u0001\u001b[2J\u001b[31m",
  "\u0085\u2028\u2029",
  "\u202e\u2066gnp.exe\u2069\ufeff",
  "\ud800 lone \udc00",
  "'; drop table audit_events; --",
  "__proto__",
  "𝕏😀 ﬀ é",
  "x".repeat(1024 * 1024),
];

/** What some program takes for the end of a line. */
const lineEnds = /[\n\v\f\r\u001c-\u001e\u0085\u2028\u2029]/;

test("one line a record, whatever is in it", async () => {
  for (const text of hostile) {
    const reason = text.slice(0, 4_000);
    await audit.noted(strangerCall(text), {
      event: "auth_failed",
      outcome: "failure",
      details: { reason, [reason.slice(0, 100)]: [reason.slice(0, 100)] },
      personal: { email: text, user_agent: text },
    });
  }
  await audit.stop();
  const file = readFileSync(path, "utf8");
  // The negative control: the raw text would have been several lines.
  expect(hostile.filter((text) => lineEnds.test(text)).length).toBeGreaterThan(3);
  const lines = file.split(lineEnds);
  expect(lines.pop()).toBe("");
  expect(lines).toHaveLength(hostile.length);
  for (const [i, line] of lines.entries()) {
    const record = JSON.parse(line) as AuditRecord;
    expect(record.event).toBe("auth_failed");
    expect(record.details["reason"]).toBe((hostile[i] ?? "").slice(0, 4_000).toWellFormed());
    expect(record.personal?.["details.email"]?.value.length).toBeLessThanOrEqual(512);
    expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/);
  }
  const { head } = await audit.head();
  expect(await audit.verifyFile(path, { head })).toMatchObject({ ok: true, not_checked: [] });
  expect(await audit.verify({ head })).toMatchObject({ ok: true });
  // An export may be plain JSON.
  const exported = join(folder, "export.ndjson");
  writeFileSync(exported, lines.map((line) => `${JSON.stringify(JSON.parse(line))}\n`).join(""));
  expect(readFileSync(exported, "utf8")).not.toBe(file);
  expect(await audit.verifyFile(exported, { head })).toMatchObject({ ok: true });
  if (python) expect(secondVerdicts([path, exported], head).map(({ fault }) => fault)).toEqual([null, null]);
});

test("a refusal with details that cannot be recorded is recorded without them", async () => {
  const other = await testAudit(open(), { seal });
  const { seq } = await other.head();
  other.note(strangerCall(), { event: "access_denied", outcome: "denied", target: "not an id\n" });
  other.note(strangerCall(), {
    event: "request_refused",
    outcome: "denied",
    details: { big: "x".repeat(9_000) },
  });
  await expect.poll(async () => (await other.head()).seq).toBe(seq + 2);
  const { items } = await other.search({ limit: 2 });
  expect(items.map(({ details }) => details)).toEqual([{ malformed: true }, { malformed: true }]);
  await other.stop();
});

test("a refusal is recorded when the keys are in trouble, without what names somebody", async () => {
  // Another master key: the server's own key does not unwrap.
  const other = await testAudit(open());
  await other.noted(strangerCall(), { event: "auth_failed", outcome: "failure" });
  const { items } = await other.search({ limit: 1 });
  expect(items[0]?.ip).toMatch(/^c:/);
  expect(items[0]?.personal).toBeUndefined();
});

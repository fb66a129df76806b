import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import type { Audit } from "../../src/audit/index.ts";
import { sql } from "../../src/store/queryable.ts";
import { atTheEnd, strangerCall, testAudit } from "../_support/audit.ts";
import { testDatabase } from "../_support/database.ts";
import { testKeyRing } from "../_support/key-ring.ts";
import { sized } from "../_support/size.ts";

const { open } = await testDatabase();
const database = open();
const seal = testKeyRing(database);
const folder = mkdtempSync(join(tmpdir(), "entobot-audit-file-"));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, "logs", "audit.log");

const start = (level: "debug" | "info" | "warning" = "debug", file = path) =>
  testAudit(database, { seal, file: { path: file, level, enabled: true } });

const seqsOf = (...files: string[]) =>
  files.flatMap((file) =>
    readFileSync(file, "utf8")
      .split("\n")
      .filter(Boolean)
      .map((line) => (JSON.parse(line) as { seq: number }).seq),
  );
const upTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, i) => first + i);
const note = (audit: Audit, details = {}) =>
  audit.noted(strangerCall(), {
    event: "auth_failed",
    outcome: "failure",
    details,
    personal: { email: "eve@example.com" },
  });
const burst = (audit: Audit, count: number) => Promise.all(upTo(count).map((i) => note(audit, { i })));

/** A second is the figure; a machine that runs everything at once may take longer to look. */
const second = sized(15_000, 1_000);

/** Writes all the time, so that a rotation always meets lines on their way. */
function load(audit: Audit) {
  let running = true;
  const done = (async () => {
    while (running) {
      // On a busy machine an answer may come too late; its record comes all the same.
      await burst(audit, 10).catch(() => {});
      await sleep(10);
    }
  })();
  const end = async () => {
    running = false;
    await done;
  };
  atTheEnd(end);
  return end;
}

test("every record is a line, in order, readable by the group and nobody else", async () => {
  const audit = await start();
  await burst(audit, 50);
  await audit.stop();
  expect(seqsOf(path)).toEqual(upTo(50));
  expect(statSync(path).mode & 0o777).toBe(0o640);
  const report = await audit.verifyFile(path, { head: (await audit.head()).head });
  expect(report).toMatchObject({ ok: true, checked: 50, first: 1, not_checked: [] });
});

test("what was chained while the file was not written follows at the next start", async () => {
  const without = await testAudit(database, { seal });
  await burst(without, 700);
  await without.stop();
  const audit = await start();
  await note(audit);
  await audit.stop();
  expect(seqsOf(path)).toEqual(upTo(751));
});

test("half a line that a crash left is written again, and the cursor may lag behind the file", async () => {
  const text = readFileSync(path, "utf8");
  writeFileSync(path, text.slice(0, -100));
  await database.query(sql`update audit_followers set seq = 1`);
  const audit = await start();
  await audit.stop();
  expect(readFileSync(path, "utf8") === text).toBe(true);
});

test("renamed under load: nothing is lost or doubled, the new file comes within a second", async () => {
  const audit = await start();
  const end = load(audit);
  const rotated: string[] = [];
  for (let i = 0; i < sized(2, 10); i++) {
    await sleep(200);
    const to = `${path}.r${i}`;
    renameSync(path, to);
    rotated.push(to);
    await expect.poll(() => seqsOf(path).length, { timeout: second, interval: 20 }).toBeGreaterThan(0);
  }
  await end();
  await audit.stop();
  const { seq } = await audit.head();
  expect(seqsOf(...rotated, path)).toEqual(upTo(seq));
  for (const file of [...rotated, path]) expect(await audit.verifyFile(file, {})).toMatchObject({ ok: true });
});

test("without load a renamed file is back within a second", async () => {
  const audit = await start();
  await sleep(100);
  renameSync(path, `${path}.quiet`);
  await expect.poll(() => statSync(path, { throwIfNoEntry: false })?.size, { timeout: second }).toBe(0);
  rmSync(path);
  await expect.poll(() => statSync(path, { throwIfNoEntry: false })?.size, { timeout: second }).toBe(0);
  await audit.stop();
});

test("copied and cut under load: what fell between is written again", async () => {
  const audit = await start();
  const first = (await audit.head()).seq + 1;
  const end = load(audit);
  const copies: string[] = [];
  for (let i = 0; i < sized(2, 10); i++) {
    await sleep(300);
    const to = `${path}.c${i}`;
    copyFileSync(path, to);
    await sleep(40);
    truncateSync(path);
    copies.push(to);
  }
  await end();
  await sleep(600);
  await audit.stop();
  const { seq } = await audit.head();
  expect([...new Set(seqsOf(...copies, path))].sort((a, b) => a - b)).toEqual(upTo(seq, first));
  const report = await audit.verifyFile(path, { head: `${(await audit.head()).head}` });
  expect(report).toMatchObject({ ok: true, fault: null });
});

test("the level filters the file and nothing else", async () => {
  const file = join(folder, "warnings.log");
  const audit = await start("warning", file);
  await audit.noted(strangerCall(), { event: "auth_succeeded" });
  await note(audit);
  await audit.noted(strangerCall(), { event: "auth_succeeded" });
  await note(audit);
  await audit.stop();
  const { seq, head } = await audit.head();
  const lines = seqsOf(file);
  expect(lines).not.toContain(seq - 1);
  expect(lines).toContain(seq - 2);
  const report = await audit.verifyFile(file, { head });
  expect(report.ok).toBe(true);
  expect(report.not_checked.join()).toContain("below the file's level");
  // The same lines where every level is expected: something is missing.
  const strict = await testAudit(database, { seal, file: { path: file, level: "debug", enabled: false } });
  expect(await strict.verifyFile(file, { head })).toMatchObject({ ok: false });
  await strict.stop();
});

test("a file that cannot be opened keeps the old one, and health says so until it can", async () => {
  const file = join(folder, "blocked", "audit.log");
  const audit = await start("debug", file);
  await note(audit);
  const { seq } = await audit.head();
  await expect.poll(() => seqsOf(file).at(-1)).toBe(seq);
  renameSync(file, `${file}.1`);
  // A folder of that name: not even root can open it for writing.
  mkdirSync(file);
  await expect.poll(() => audit.health().reasons.join(), { timeout: second }).toContain("may not be opened");
  await note(audit);
  await expect.poll(() => seqsOf(`${file}.1`).at(-1)).toBe(seq + 1);
  expect(audit.health().degraded).toBe(true);
  rmdirSync(file);
  await expect.poll(() => audit.health().degraded, { timeout: second }).toBe(false);
  await note(audit);
  await audit.stop();
  expect(seqsOf(file)).toEqual([seq + 2]);
});

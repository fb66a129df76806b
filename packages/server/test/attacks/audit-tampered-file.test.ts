import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AuditRecord } from "@entobot/contract/audit";
import { afterAll, describe, expect, test } from "vitest";
import { genesis, linksAfter } from "../../src/audit/chain.ts";
import { makeEvent } from "../../src/audit/event.ts";
import { toLine } from "../../src/audit/log-line.ts";
import { toRecord } from "../../src/audit/record.ts";
import { verifyFile } from "../../src/audit/verify-file.ts";
import { systemRandom } from "../../src/crypto/random.ts";
import { personCall, strangerCall } from "../_support/audit.ts";
import { sized } from "../_support/size.ts";
import { choices, kinds, tamper } from "../_support/tampering.ts";
import { python, secondVerdicts } from "../_support/verifier.ts";

// Figures A3 and A8: whatever is done to the file, both verifiers see it, say the same and name the first bad record.

const folder = mkdtempSync(join(tmpdir(), "entobot-a3-"));
afterAll(() => rmSync(folder, { recursive: true }));

const tools = { clock: Date.now, random: systemRandom };
const odd = [
  "plain",
  "\u0000\r\n\u0085\u2028\u001b[2J",
  "‮bidi 😀 ﬀ",
  '"quoted" \\ / </script>',
  "é\u0301\ufeff",
];
const values = [1e21, 1e-7, -0.000001, 123456789012345680000, 0.1, -5e-324, 2 ** 53, 4.5, 0];

function someRecords(count: number): AuditRecord[] {
  const person = personCall();
  const events = Array.from({ length: count }, (_, i) =>
    i % 3
      ? makeEvent(
          strangerCall(`192.0.2.${i % 250}`),
          { event: "auth_failed", outcome: "failure", personal: { email: `${odd[i % odd.length]}@x` } },
          tools,
        )
      : makeEvent(
          person,
          {
            event: "config_changed",
            target: `cnv_${i}`,
            details: {
              n: values[i % values.length] ?? null,
              odd: { [odd[i % odd.length] ?? ""]: [true, null, i] },
              10: 1,
              9: 2,
            },
          },
          tools,
        ),
  );
  return linksAfter(genesis, events).map((link, i) => {
    const event = events[i];
    if (!event) throw new Error("no event");
    return toRecord(event, link, event.personal);
  });
}

const records = someRecords(sized(60, 1_000));
const lines = records.map((record) => Buffer.from(toLine(record)));
const last = records.at(-1) as AuditRecord;
const head = `${last.seq}:${last.hash}`;
const write = (name: string, text: Buffer | string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const whole = (some: readonly Buffer[]) => Buffer.concat(some.flatMap((line) => [line, Buffer.from("\n")]));

const counts: Readonly<Record<string, number>> = {
  "bit flip": sized(200, 2_000),
  deletion: sized(40, 1_000),
  swap: sized(40, 1_000),
  duplication: sized(40, 1_000),
  "cut tail": sized(20, 1_000),
};

describe.each(Object.keys(kinds))("%s", (kind) => {
  test("is seen by both verifiers, which name the first bad record", { timeout: 900_000 }, async () => {
    const choose = choices(kind.length);
    const files: string[] = [];
    const places: number[] = [];
    for (let i = 0; i < (counts[kind] ?? 0); i++) {
      const { text, firstBad } = tamper(lines, kind, choose);
      const path = write(`${kind.replace(" ", "-")}-${i}.log`, text);
      files.push(path);
      places.push(firstBad + 1);
      const report = await verifyFile(path, { head }, Date.now);
      expect(report, path).toMatchObject({ ok: false, fault: { line: firstBad + 1 } });
    }
    if (!python) return;
    for (let i = 0; i < files.length; i += 500) {
      const seen = secondVerdicts(files.slice(i, i + 500), head);
      expect(seen.map(({ ok }) => ok)).not.toContain(true);
      expect(seen.map(({ fault }) => fault?.line)).toEqual(places.slice(i, i + 500));
    }
  });
});

test("a file rewritten as a whole does not match the saved head", async () => {
  const files: string[] = [];
  for (let i = 0; i < sized(3, 20); i++) {
    const text = whole(someRecords(records.length).map((record) => Buffer.from(toLine(record))));
    const path = write(`rewritten-${i}.log`, text);
    files.push(path);
    expect(await verifyFile(path, { head }, Date.now)).toMatchObject({ ok: false, fault: { seq: last.seq } });
    // The negative control: without a saved head nobody can see it, and verify says so.
    const blind = await verifyFile(path, {}, Date.now);
    expect(blind.ok).toBe(true);
    expect(blind.not_checked.join()).toContain("cannot be seen");
  }
  if (!python) return;
  expect(secondVerdicts(files, head).map(({ fault }) => fault?.seq)).toEqual(files.map(() => last.seq));
  expect(secondVerdicts(files, null).map(({ ok }) => ok)).not.toContain(false);
});

test("what is printed beside a record cannot be changed either", async () => {
  const text = readFileSync(write("clean.log", whole(lines)), "utf8");
  const forged = [
    text.replace('"value":"192.0.2.7"', '"value":"192.0.2.8"'),
    text.replace(/"salt":"[\w-]{22}"/, `"salt":"${"A".repeat(22)}"`),
    text.replace(
      '"personal":{"ip"',
      '"personal":{"device":{"value":"x","salt":"AAAAAAAAAAAAAAAAAAAAAA"},"ip"',
    ),
    // Another spelling of the same record: whoever greps would read the first `event`.
    text.replace('"event":"auth_failed"', '"event":"auth_succeeded","event":"auth_failed"'),
    text.replace('{"v":1,', '{ "v":1,'),
    text.replace('{"v":1,"ts"', '{"v":1.0,"ts"'),
    `${text}\n`,
    `${text}{"v":1}\n`,
    text.slice(0, -1),
    `\ufeff${text}`,
  ];
  const files = forged.map((changed, i) => write(`forged-${i}.log`, changed));
  for (const [i, path] of files.entries()) {
    expect(forged[i]).not.toBe(text);
    expect(await verifyFile(path, { head }, Date.now), path).toMatchObject({ ok: false });
  }
  if (python) expect(secondVerdicts(files, head).filter(({ ok }) => ok)).toEqual([]);
});

test("no false alarm on clean logs, rotated, cut by copytruncate or erased", {
  timeout: 300_000,
}, async () => {
  const choose = choices(7);
  const files: string[] = [];
  for (let i = 0; i < sized(20, 100); i++) {
    const from = choose(lines.length - 2);
    const back = choose(lines.length - from);
    const end = from + back + 1;
    const forms: readonly Buffer[][] = [
      [...lines],
      lines.slice(from),
      // Written, cut, and a stretch written again.
      [...lines.slice(from, end), ...lines.slice(from + choose(back + 1))],
      [...lines.slice(end - 1, end), ...lines.slice(from)],
      records.map((record) => {
        const { personal, ...rest } = record;
        return Buffer.from(toLine(choose(2) ? rest : record));
      }),
    ];
    for (const [form, some] of forms.entries()) {
      const path = write(`clean-${i}-${form}.log`, whole(some));
      files.push(path);
      const report = await verifyFile(path, { head }, Date.now);
      expect(report.fault, path).toBeNull();
    }
  }
  if (!python) return;
  expect(secondVerdicts(files, head).filter(({ ok }) => !ok)).toEqual([]);
});

test("the negative control: a verifier that only compares neighbours' hashes is fooled", async () => {
  const forged = records.map((record, i) =>
    i === 5 ? { ...record, event: "auth_succeeded" as const } : record,
  );
  const naive = forged.every((record, i) => i === 0 || record.prev === forged[i - 1]?.hash);
  expect(naive).toBe(true);
  const path = write("naive.log", whole(forged.map((record) => Buffer.from(toLine(record)))));
  expect(await verifyFile(path, {}, Date.now)).toMatchObject({ ok: false, fault: { line: 6 } });
});

import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, describe, expect } from "vitest";
import { silentLog, writeAccessLog } from "../../src/log/index.ts";
import { strangerCall, testAudit } from "../_support/audit.ts";
import { testDatabase } from "../_support/database.ts";
import { testKeyRing } from "../_support/key-ring.ts";
import { guideRotation, rotate, wholeLog } from "../_support/logrotate.ts";
import { testWith } from "../_support/peers.ts";
import { sized } from "../_support/size.ts";

// A6: the real logrotate, as the guide prints it and as others write it, while both logs are written.

const test = testWith("logrotate");
const { open } = await testDatabase();
const database = open();
const seal = testKeyRing(database);
const rounds = sized(3, 10);
/** A second is the figure; a machine that runs everything at once may take longer to look. */
const soon = sized(15_000, 1_000);
const perTick = 10;

function place(): { logs: string; own: string } {
  const top = mkdtempSync(join(tmpdir(), "entobot-logrotate-"));
  afterAll(() => rmSync(top, { recursive: true, force: true }));
  const [logs, own] = [join(top, "log"), join(top, "own")];
  for (const folder of [logs, own]) mkdirSync(folder, { mode: 0o750 });
  return { logs, own };
}

/** Both logs under 500 records a second and more, and how to end that. */
async function underLoad(logs: string) {
  const access = writeAccessLog({ path: join(logs, "access.log"), clock: Date.now, log: silentLog });
  const file = { path: join(logs, "audit.log"), level: "debug", enabled: true } as const;
  const audit = await testAudit(database, { seal, file });
  let count = 0;
  const waiting = new Set<Promise<void>>();
  const timer = setInterval(() => {
    for (let i = 0; i < perTick; i++) {
      access.request({
        ...{ address: "192.0.2.1", channel: "rest", method: "GET", path: "/", outcome: 200 },
        ...{ requestId: `r${count++}`, milliseconds: 1 },
      });
      const noted = audit.noted(strangerCall(), { event: "auth_failed", outcome: "failure" }).catch(() => {});
      waiting.add(noted);
      void noted.then(() => waiting.delete(noted));
    }
  }, 20);
  return {
    async end() {
      clearInterval(timer);
      await Promise.all(waiting);
      // The time that the follower takes to see a cut.
      await sleep(700);
      const { seq } = await audit.head();
      await Promise.all([audit.stop(), access.stop()]);
      return { lines: count, seqs: upTo(seq + 1).slice(1) };
    },
  };
}

const idsIn = (text: string) => [...text.matchAll(/request=r(\d+)$/gm)].map((match) => Number(match[1]));
const seqsIn = (text: string) =>
  text
    .split("\n")
    .filter(Boolean)
    .map((line) => (JSON.parse(line) as { seq: number }).seq);
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);
const sizes = (logs: string) => ["audit", "access"].map((name) => statSync(join(logs, `${name}.log`)).size);

async function rotateUnderLoad(change: (configuration: string) => string) {
  const { logs, own } = place();
  const configuration = change(await guideRotation(logs));
  const load = await underLoad(logs);
  for (let i = 0; i < rounds; i++) {
    await expect.poll(() => Math.min(...sizes(logs)), { timeout: 15_000 }).toBeGreaterThan(0);
    await sleep(200);
    await rotate(configuration, own);
    await expect.poll(() => Math.min(...sizes(logs)), { timeout: soon, interval: 20 }).toBeGreaterThan(0);
  }
  const { lines, seqs } = await load.end();
  const found = { ids: idsIn(wholeLog(logs, "access")), seqs: seqsIn(wholeLog(logs, "audit")) };
  return { logs, lines, seqs, found };
}

const sorted = (numbers: readonly number[]) => [...new Set(numbers)].sort((a, b) => a - b);

describe("rotated under load", () => {
  test("as the guide prints it: every line once, in order", { timeout: 120_000 }, async () => {
    const { logs, lines, seqs, found } = await rotateUnderLoad((text) => text);
    expect(found.ids).toEqual(upTo(lines));
    expect(found.seqs).toEqual(seqs);
    expect(statSync(join(logs, "access.log")).mode & 0o777).toBe(0o640);
  });

  test("with ifempty, also when nothing was written in between", { timeout: 120_000 }, async () => {
    const { lines, seqs, found } = await rotateUnderLoad((text) => text.replace("notifempty", "ifempty"));
    expect(found.ids).toEqual(upTo(lines));
    expect(found.seqs).toEqual(seqs);
  });

  test("with copytruncate: nothing is lost; what fell around the cut may stand twice", {
    timeout: 120_000,
  }, async () => {
    const { lines, seqs, found } = await rotateUnderLoad((text) =>
      text.replace(/^\s*create .*$/m, "copytruncate"),
    );
    expect(sorted(found.ids)).toEqual(upTo(lines));
    expect(sorted(found.seqs)).toEqual(seqs);
  });
});

test("the rotation is the guide's own", async () => {
  const text = await guideRotation("/var/log/entobot");
  const printed = readFileSync(
    new URL("../config/_fixtures/security-hardening-guide.txt", import.meta.url),
    "utf8",
  );
  const words = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line && !line.startsWith("create"));
  expect(words.length).toBeGreaterThan(7);
  for (const line of words) expect(printed).toContain(line);
});

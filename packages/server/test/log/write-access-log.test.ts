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
import { silentLog, writeAccessLog } from "../../src/log/index.ts";
import { sized } from "../_support/size.ts";

const folder = mkdtempSync(join(tmpdir(), "entobot-access-log-"));
afterAll(() => rmSync(folder, { recursive: true }));

const now = Date.parse("2026-11-24T10:11:12.345Z");
const start = (path: string) => writeAccessLog({ path, clock: () => now, log: silentLog });
type Writer = ReturnType<typeof start>;
/** A second is the figure; a machine that runs everything at once may take longer to look. */
const second = sized(15_000, 1_000);

const ask = (writer: Writer, requestId: string, path = "/") =>
  writer.request({
    ...{
      address: "192.0.2.1",
      channel: "rest",
      method: "GET",
      path,
      outcome: 200,
      requestId,
      milliseconds: 1.4,
    },
  });
const idsOf = (...files: string[]) =>
  files.flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/request=r(\d+)$/gm)].map((match) => Number(match[1])),
  );
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

/** 500 lines a second and more. */
function load(writer: Writer) {
  let count = 0;
  const timer = setInterval(() => {
    for (let i = 0; i < 10; i++) ask(writer, `r${count++}`);
  }, 10);
  return () => {
    clearInterval(timer);
    return count;
  };
}

test("what a line says, to the letter", async () => {
  const path = join(folder, "logs", "access.log");
  const writer = start(path);
  ask(writer, "req_1", "/api/health?token=secret");
  writer.authenticationFailed({
    ...{ address: "2001:db8::9", user: 'eve"\n', reason: "wrong_password", requestId: "req_2" },
  });
  writer.authenticationFailed({ address: "192.0.2.9", user: null, reason: "locked", requestId: "req_3" });
  await writer.stop();
  expect(readFileSync(path, "utf8").split("\n")).toEqual([
    '2026-11-24T10:11:12.345Z 192.0.2.1 rest GET "/api/health" 200 1ms request=req_1',
    '2026-11-24T10:11:12.345Z Authentication failed from 2001:db8::9 user="eve\\"\\u000a" reason=wrong_password request=req_2',
    '2026-11-24T10:11:12.345Z Authentication failed from 192.0.2.9 user="-" reason=locked request=req_3',
    "",
  ]);
  expect(statSync(path).mode & 0o777).toBe(0o640);
});

test("half a line of a crash is cut off: its address may be half of another; foreign text stays", async () => {
  const path = join(folder, "half.log");
  writeFileSync(path, "something else\n2026-11-24T10:11:12.345Z Authentication failed from 192.0.2.1");
  const writer = start(path);
  ask(writer, "r0");
  await writer.stop();
  expect(readFileSync(path, "utf8")).toMatch(
    /^something else\n2026\S+ 192\.0\.2\.1 rest GET "\/" 200 1ms request=r0\n$/,
  );
});

test("renamed under load: nothing is lost or doubled, the new file comes within a second", async () => {
  const path = join(folder, "renamed.log");
  const writer = start(path);
  const end = load(writer);
  const files: string[] = [];
  for (let i = 0; i < sized(3, 10); i++) {
    await sleep(100);
    files.push(`${path}.${i}`);
    renameSync(path, `${path}.${i}`);
    await expect.poll(() => idsOf(path).length, { timeout: second, interval: 10 }).toBeGreaterThan(0);
  }
  const count = end();
  await writer.stop();
  expect(idsOf(...files, path)).toEqual(upTo(count));
});

test("copied and cut under load: what fell between is written again", async () => {
  const path = join(folder, "cut.log");
  const writer = start(path);
  const end = load(writer);
  const copies: string[] = [];
  for (let i = 0; i < sized(3, 10); i++) {
    await sleep(300);
    copies.push(`${path}.${i}`);
    copyFileSync(path, `${path}.${i}`);
    await sleep(40);
    truncateSync(path);
  }
  const count = end();
  await sleep(400);
  await writer.stop();
  expect([...new Set(idsOf(...copies, path))].sort((a, b) => a - b)).toEqual(upTo(count));
});

test("a name that cannot be opened keeps the old file, and is said until it can", async () => {
  const path = join(folder, "blocked.log");
  const writer = start(path);
  ask(writer, "r0");
  await expect.poll(() => idsOf(path)).toEqual([0]);
  renameSync(path, `${path}.1`);
  mkdirSync(path);
  await expect.poll(() => writer.trouble(), { timeout: second }).toContain("may not be opened");
  ask(writer, "r1");
  await expect.poll(() => idsOf(`${path}.1`)).toEqual([0, 1]);
  rmdirSync(path);
  await expect.poll(() => writer.trouble(), { timeout: second }).toBeNull();
  ask(writer, "r2");
  await writer.stop();
  expect(idsOf(path)).toEqual([2]);
});

test("a file that cannot be made at all stops nobody; lines wait for it", async () => {
  const path = join(folder, "later", "access.log");
  writeFileSync(join(folder, "later"), "in the way");
  const writer = start(path);
  ask(writer, "r0");
  await expect.poll(() => writer.trouble()).toContain("behind (E");
  rmSync(join(folder, "later"));
  await expect.poll(() => writer.trouble(), { timeout: second }).toBeNull();
  await writer.stop();
  expect(idsOf(path)).toEqual([0]);
});

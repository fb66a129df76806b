import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readHolder, takeOrJoin, takeServerLock, tryHomeLock } from "../../src/host/home-lock.ts";
import { homeProcess, temporaryHome } from "../_support/home-process.ts";
import { sized } from "../_support/size.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "entobot-lock-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function take(purpose: "server" | "command") {
  const lock = tryHomeLock(folder, purpose);
  if (lock.kind !== "held") throw new Error("not held");
  return lock;
}

test("of many processes at once exactly one gets the lock", async () => {
  const home = temporaryHome();
  const racers = Array.from({ length: sized(6, 40) }, () => homeProcess("lock", home));
  const answers = await Promise.all(racers.map(({ first }) => first));
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
});

test("the lock of a killed process is free at once", async () => {
  const home = temporaryHome();
  const holder = homeProcess("lock", home);
  expect(await holder.first).toEqual({ ok: true });
  expect((await homeProcess("lock", home).first).ok).toBe(false);
  holder.child.kill("SIGKILL");
  await holder.ended;
  expect((await homeProcess("lock", home).first).ok).toBe(true);
});

test("a second server is refused at once, and told who runs", async () => {
  const lock = take("server");
  await expect(takeServerLock(folder, 5_000)).rejects.toMatchObject({
    code: "busy",
    text: expect.stringContaining(`process ${process.pid}`),
  });
  lock.release();
  (await takeServerLock(folder)).release();
});

test("a server waits for a command to end", async () => {
  const command = take("command");
  const server = takeServerLock(folder);
  setTimeout(() => command.release(), 60);
  (await server).release();
});

test("a command joins a server only when that is ready", async () => {
  const server = take("server");
  const joining = takeOrJoin(folder);
  setTimeout(() => server.announce({ socketFolder: "/somewhere" }), 60);
  expect(await joining).toEqual({ kind: "join", ready: { socketFolder: "/somewhere" } });
  server.release();
});

test("a command waits for another one and then holds the lock itself", async () => {
  const other = take("command");
  const waiting = takeOrJoin(folder);
  setTimeout(() => other.release(), 60);
  const held = await waiting;
  expect(held.kind).toBe("held");
  if (held.kind === "held") held.release();
});

test("waiting ends with words", async () => {
  const other = take("command");
  await expect(takeOrJoin(folder, 50)).rejects.toMatchObject({ code: "busy" });
  other.release();
});

test("what a dead holder wrote counts for nothing, nor does rubbish", () => {
  writeFileSync(join(folder, "lock"), '{"pid":1,"purpose":"server"}\n');
  take("server").release();
  writeFileSync(join(folder, "lock"), "\u0000{");
  expect(readHolder(folder)).toBeUndefined();
  take("server").release();
});

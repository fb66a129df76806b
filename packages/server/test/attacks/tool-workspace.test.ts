import { execFileSync } from "node:child_process";
import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { realpath } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as tick } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { listWorkspace } from "../../src/assistant/index.ts";
import { caller } from "../_support/assistant.ts";
import { sized } from "../_support/size.ts";

/** G1–G3: a model (or who told it) tries to see outside the person's own folder. */
const root = mkdtempSync(join(tmpdir(), "entobot-workspace-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const workspace = join(root, "workspace");
const outside = join(root, "outside");
mkdirSync(outside);
writeFileSync(join(outside, "CANARY"), "x");
const tool = listWorkspace(workspace);
const call = caller();
const own = join(workspace, call.principal.personId);
await tool.run(call, { path: "." });

const list = (path: string) =>
  tool.run(call, { path }).then(
    (text) => text,
    (error: Error) => `${error.name}: ${error.message}`,
  );

test("the folder is the person's own, made at first use, for its owner only", async () => {
  expect(await list(".")).toBe("The folder is empty.");
  expect(statSync(own).mode & 0o777).toBe(0o700);
  const other = caller();
  writeFileSync(join(own, "mine"), "12345");
  expect(await list("")).toBe("mine (5 bytes)");
  expect(await tool.run(other, { path: "." })).toBe("The folder is empty.");
  expect(await list(`../${other.principal.personId}`)).toMatch(/^ToolRefusal/);
});

test("no spelling of a path gets out", async () => {
  mkdirSync(join(own, "sub"), { recursive: true });
  const up = [
    "..",
    "../..",
    "../../outside",
    "sub/../../../outside",
    "/",
    outside,
    "//etc",
    "/proc/self/root",
    "sub/..",
    "./../..",
    "sub/./../..",
    "..\0",
    "\0",
    "sub\0/../..",
    "~",
    "~root",
    "%2e%2e",
    "..%2f..",
    "..\\..",
    "sub//..//..//outside",
    "．．/．．",
    "..;/",
    `${"../".repeat(50)}etc`,
    `${"a/".repeat(40)}`,
    "a".repeat(300),
  ];
  const pieces = ["..", ".", "", "sub", "outside", "etc", "\0", "...", ". .", "..\u200b", "..%00"];
  for (let i = 0; i < sized(500, 10_000); i++) {
    const parts = Array.from(
      { length: 1 + (i % 7) },
      (_, n) => pieces[(i * 7 + n * n * 13 + n) % pieces.length],
    );
    up.push(parts.join("/"), `/${parts.join("/")}`, parts.join("\\"));
  }
  for (const path of up) {
    const answer = await list(path);
    expect(answer).not.toMatch(/CANARY|passwd|workspace\//);
    expect(answer).toMatch(/^(ToolRefusal|sub\/|mine|The folder is empty)/);
  }
});

test("links, FIFOs and files are not folders, as last and as parent component; nothing hangs", async () => {
  symlinkSync(outside, join(own, "link"));
  symlinkSync(root, join(own, "sub", "deep"));
  execFileSync("mkfifo", [join(own, "fifo")]);
  linkSync(join(outside, "CANARY"), join(own, "hard"));
  for (const path of [
    "link",
    "link/",
    "link/.",
    "sub/deep",
    "sub/deep/outside",
    "fifo",
    "fifo/x",
    "hard",
    "hard/x",
  ]) {
    expect(await list(path)).toBe("ToolRefusal: There is no such folder in the workspace.");
  }
  const listing = await list(".");
  expect(listing).toContain("link (link, not followed)");
  expect(listing).toContain("fifo (special)");
  expect(listing).not.toContain("CANARY");
});

test("a person's folder that is a link is not followed", async () => {
  const eve = caller();
  symlinkSync(outside, join(workspace, eve.principal.personId));
  await expect(tool.run(eve, { path: "." })).rejects.toThrow();
});

test("hostile names stay one line each", async () => {
  const bob = caller();
  await tool.run(bob, { path: "." });
  const folder = join(workspace, bob.principal.personId);
  const names = ["a\nb", "a\u001b[31mred", "\u202egpj.exe", "x".repeat(255), "\r\ninjected", " "];
  for (const name of names) writeFileSync(join(folder, name), "");
  const lines = (await tool.run(bob, { path: "." })).split("\n");
  expect(lines).toHaveLength(names.length);
  for (const line of lines) expect(line).not.toMatch(/[\u0000-\u001f\u202e]/u);
});

test("a folder with very many entries is cut", async () => {
  const bob = caller();
  await tool.run(bob, { path: "." });
  const folder = join(workspace, bob.principal.personId);
  for (let i = 0; i < 600; i++) writeFileSync(join(folder, `f${i}`), "");
  expect((await tool.run(bob, { path: "." })).split("\n")).toHaveLength(501);
});

test("folder and link exchanged all the time: never outside, while the naive check loses", async () => {
  const race = join(own, "race");
  const real = join(own, "real");
  mkdirSync(real);
  const swap = () => {
    rmSync(race, { force: true, recursive: true });
    symlinkSync(outside, `${race}.l`);
    renameSync(`${race}.l`, race);
    rmSync(race);
    mkdirSync(race);
  };
  /** Checks the resolved path, then opens by name: what everybody writes first. */
  const naive = async () => {
    const resolved = await realpath(race);
    if (!resolved.startsWith(own)) return "refused";
    await tick();
    return readdirSync(race).join();
  };
  let escapes = 0;
  let naiveEscapes = 0;
  const tries = sized(400, 20_000);
  const attack = async (look: () => Promise<string>, escaped: () => void) => {
    for (let i = 0; i < tries; i++) {
      mkdirSync(race, { recursive: true });
      const looking = look().catch(() => "refused");
      for (let n = 0; n < i % 4; n++) await tick();
      rmSync(race, { recursive: true, force: true });
      symlinkSync(outside, race);
      if ((await looking).includes("CANARY")) escaped();
      rmSync(race);
    }
  };
  swap();
  await attack(
    () => list("race"),
    () => escapes++,
  );
  await attack(naive, () => naiveEscapes++);
  expect(escapes).toBe(0);
  expect(naiveEscapes).toBeGreaterThan(0);
});

import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readOrMakeSecret, readSecretFile } from "../../src/host/secret-file.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "entobot-secret-"));
  path = join(folder, "secret");
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (content: string, mode = 0o600) => {
  writeFileSync(path, content);
  chmodSync(path, mode);
};

test("it is made once, for its owner only, and nothing is left beside it", async () => {
  expect(await readOrMakeSecret(path, () => "first")).toEqual({ value: "first", created: true });
  expect(await readOrMakeSecret(path, () => "second")).toEqual({ value: "first", created: false });
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(["secret"]);
});

test("all that start at once get the same", async () => {
  const made = await Promise.all(Array.from({ length: 20 }, (_, i) => readOrMakeSecret(path, () => `s${i}`)));
  expect(new Set(made.map(({ value }) => value)).size).toBe(1);
  expect(readFileSync(path, "utf8")).toBe(`${made[0]?.value}\n`);
});

test.each([
  ["others can read it", () => write("x\n", 0o644)],
  ["the group can read it", () => write("x\n", 0o640)],
  ["it is empty", () => write("\n")],
  ["it is a folder", () => mkdirSync(path)],
])("refused when %s, and never replaced", async (_, arrange) => {
  arrange();
  await expect(readOrMakeSecret(path, () => "new")).rejects.toMatchObject({ code: "configuration" });
});

test("a link is not followed", async () => {
  const target = join(folder, "target");
  writeFileSync(target, "x\n", { mode: 0o600 });
  symlinkSync(target, path);
  await expect(readSecretFile(path)).rejects.toMatchObject({ code: "configuration" });
});

test("no refusal repeats the secret", async () => {
  write("hunter2-hunter2\n", 0o644);
  const error = await readSecretFile(path).catch((thrown: unknown) => thrown);
  expect(JSON.stringify(error) + String(error)).not.toContain("hunter2");
});

import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hardeningFiles, writeFiles } from "../../../src/operations/index.ts";
import { behindProxy, factsOf, temporaryFolder } from "../../_support/harden.ts";

const files = hardeningFiles(factsOf(behindProxy));
const others = hardeningFiles(factsOf({ ...behindProxy, gateway: { port: 4444 } }));
const nginx = "nginx/entobot.conf";

test("written files can be read by everybody, whatever the umask; scripts can be run", async () => {
  const folder = join(temporaryFolder(), "new");
  const umask = process.umask(0o077);
  await writeFiles(folder, files, false).finally(() => process.umask(umask));
  expect(statSync(join(folder, nginx)).mode & 0o777).toBe(0o644);
  expect(statSync(join(folder, "ufw/rules.sh")).mode & 0o777).toBe(0o755);
  expect(statSync(join(folder, "fail2ban/jail.d")).mode & 0o777).toBe(0o755);
  for (const { path, text } of files) expect(readFileSync(join(folder, path), "utf8")).toBe(text);
});

test("its own files are replaced; the folder's mode is its owner's", async () => {
  const folder = temporaryFolder();
  const { mode } = statSync(folder);
  await writeFiles(folder, files, false);
  await writeFiles(folder, others, false);
  expect(readFileSync(join(folder, nginx), "utf8")).toContain("127.0.0.1:4444");
  expect(statSync(folder).mode).toBe(mode);
});

test.each([
  ["edited", (path: string) => writeFileSync(path, `${readFileSync(path, "utf8")}# mine\n`)],
  ["somebody else's", (path: string) => writeFileSync(path, "server {}\n")],
])("a file that was %s is kept, and nothing else is written; --force replaces it", async (_, change) => {
  const folder = temporaryFolder();
  await writeFiles(folder, files, false);
  change(join(folder, nginx));
  const before = readFileSync(join(folder, nginx), "utf8");
  await expect(writeFiles(folder, others, false)).rejects.toMatchObject({
    code: "conflict",
    text: expect.stringContaining(nginx),
  });
  expect(readFileSync(join(folder, nginx), "utf8")).toBe(before);
  expect(readFileSync(join(folder, "README.md"), "utf8")).toBe(files.at(-1)?.text);
  await writeFiles(folder, others, true);
  expect(readFileSync(join(folder, nginx), "utf8")).toBe(others[0]?.text);
});

test("a link is never followed: not as a file, not as a folder", async () => {
  const folder = temporaryFolder();
  const victim = join(temporaryFolder(), "victim");
  writeFileSync(victim, "precious\n");
  mkdirSync(join(folder, "nginx"));
  symlinkSync(victim, join(folder, nginx));
  await expect(writeFiles(folder, files, false)).rejects.toMatchObject({ code: "conflict" });
  await writeFiles(folder, files, true);
  expect(readFileSync(victim, "utf8")).toBe("precious\n");
  expect(lstatSync(join(folder, nginx)).isFile()).toBe(true);

  const other = temporaryFolder();
  const elsewhere = temporaryFolder();
  symlinkSync(elsewhere, join(other, "nginx"));
  await expect(writeFiles(other, files, true)).rejects.toMatchObject({ code: "conflict" });
  expect(readdirSync(elsewhere)).toEqual([]);
});

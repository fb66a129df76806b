import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { handoverVariable, prepareHandover, takeHandover } from "../../src/host/handover.ts";

const text = JSON.stringify({ secret: "s".repeat(200_000), umlaut: "ü\n" });
const module_ = join(import.meta.dirname, "../../src/host/handover.ts");

test("the text arrives through a descriptor, and is nowhere else: no file, no argument, no variable", () => {
  const { script, arguments: files } = prepareHandover(text);
  expect(statSync(files[0]).mode & 0o777).toBe(0o600);
  expect(statSync(files[1]).mode & 0o777).toBe(0o700);
  const program = `
    const { takeHandover } = await import(${JSON.stringify(module_)});
    const { readFileSync, fstatSync } = await import("node:fs");
    const got = takeHandover({ ${handoverVariable}: "3" });
    const seen = readFileSync("/proc/self/cmdline", "utf8") + readFileSync("/proc/self/environ", "utf8");
    let open = true;
    try { fstatSync(3); } catch { open = false; }
    console.log(JSON.stringify({ got, leaked: seen.includes("s".repeat(9)), open }));`;
  const words = ["-c", `${script} && exec "$@"`, "sh", ...files];
  const { stdout } = spawnSync(
    "/bin/sh",
    [...words, process.execPath, "--input-type=module", "-e", program],
    {
      encoding: "utf8",
      env: {},
    },
  );
  const seen = JSON.parse(stdout) as { got: string; leaked: boolean; open: boolean };
  expect(seen.got).toBe(text);
  expect(seen.leaked).toBe(false);
  expect(seen.open).toBe(false);
  expect(files.map((file) => existsSync(file))).toEqual([false, false]);
});

test("without the mark no descriptor is touched", () => {
  expect(takeHandover({})).toBeUndefined();
  expect(takeHandover({ [handoverVariable]: "4" })).toBeUndefined();
});

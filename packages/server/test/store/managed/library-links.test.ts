import { execFileSync } from "node:child_process";
import { cpSync, lstatSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { libraryPath } from "../../../src/store/managed/library-links.ts";
import { findBinaries } from "../../../src/store/managed/location.ts";

const folder = mkdtempSync(join(tmpdir(), "entobot-links-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("binaries whose install script never ran work through links made elsewhere", () => {
  const native = join(folder, "package", "native");
  cpSync(findBinaries().folder, native, {
    recursive: true,
    filter: (path) => !lstatSync(path).isSymbolicLink(),
  });
  const version = (environment: Record<string, string>) =>
    execFileSync(join(native, "bin", "postgres"), ["--version"], {
      env: environment,
      stdio: "pipe",
    }).toString();
  expect(() => version({})).toThrow(/libicu/);
  const before = readdirSync(join(native, "lib"));
  const path = libraryPath(native, join(folder, "links"));
  expect(version({ LD_LIBRARY_PATH: path ?? "" })).toContain("PostgreSQL");
  expect(readdirSync(join(native, "lib"))).toEqual(before);
  expect(libraryPath(native, join(folder, "links"))).toBe(path);
});

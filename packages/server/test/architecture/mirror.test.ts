import { existsSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { expect, test } from "vitest";
import { walk } from "./sources.ts";

/** Folders whose tests are about more than one file. */
const free = ["journeys", "attacks", "pins", "architecture", "_support"];

test("a test stands at its subject's path", () => {
  const packages = resolve(import.meta.dirname, "../../..");
  const orphans = ["contract", "client", "server"].flatMap((name) => {
    const tests = join(packages, name, "test");
    if (!existsSync(tests)) return [];
    return walk(tests, (file) => file.endsWith(".test.ts"))
      .map((path) => relative(tests, path))
      .filter((path) => !free.includes(path.split("/")[0] as string))
      .filter((path) => {
        const subject = join(packages, name, "src", path.replace(/\.test\.ts$/, ""));
        return !existsSync(`${subject}.ts`) && !existsSync(subject);
      })
      .map((path) => `${name}/test/${path}`);
  });
  expect(orphans).toEqual([]);
});

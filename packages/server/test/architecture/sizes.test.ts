import { readFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { expect, test } from "vitest";
import { walk } from "./sources.ts";

const packages = resolve(import.meta.dirname, "../../..");
const files = walk(packages, (name) => /\.tsx?$/.test(name)).map((path) => ({
  path: relative(packages, path),
  lines: readFileSync(path, "utf8").split("\n").length,
}));
const source = files.filter(({ path }) => !path.includes("/test/"));

test("no file is longer than 400 lines", () => {
  expect(files.filter(({ lines }) => lines > 400)).toEqual([]);
});

test("the median source file has at most 60 lines", () => {
  const lengths = source.map(({ lines }) => lines).sort((a, b) => a - b);
  expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(60);
});

test("files are named after one thing, in kebab-case, and no folder is a drawer", () => {
  const names = files.filter(({ path }) => !path.includes("/src/routes/")).map(({ path }) => path);
  const wrong = names.filter((path) => {
    const parts = path.split("/");
    const name = (parts.at(-1) as string).replace(/(\.test|\.config|\.d)?\.tsx?$/, "");
    return (
      !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name) ||
      parts.some((part) => /^(utils?|helpers?|common|managers?|misc|shared|lib)(\.ts)?$/.test(part))
    );
  });
  expect(wrong).toEqual([]);
});

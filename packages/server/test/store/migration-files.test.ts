import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readMigrations } from "../../src/store/migration-files.ts";

test("the product's files: numbered, unique, in order", () => {
  const numbers = readMigrations().map(({ number }) => number);
  expect(numbers.length).toBeGreaterThan(0);
  expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
});

test.each([
  ["a name that is not NNNN_name.sql", ["1_first.sql"]],
  ["two with one number", ["0010_a.sql", "0010_b.sql"]],
])("refused: %s", (_, files) => {
  const folder = mkdtempSync(join(tmpdir(), "entobot-migrations-"));
  for (const file of files) writeFileSync(join(folder, file), "select 1");
  expect(() => readMigrations(folder)).toThrow(/migration/);
  rmSync(folder, { recursive: true });
});

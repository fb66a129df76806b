import { expect, test } from "vitest";
import { minute, table } from "../../src/cli/table.ts";
import { textWidth } from "../../src/cli/text-width.ts";

test("columns stand under their headings, wide characters counted as two", () => {
  const text = table(
    ["NAME", "ID"],
    [
      ["日本", "1"],
      ["Ada Lovelace", "2"],
    ],
    "nobody",
  );
  expect(text).toBe("NAME          ID\n日本          1\nAda Lovelace  2\n");
});

test("no rows are words", () => {
  expect(table(["NAME"], [], "Nobody yet.")).toBe("Nobody yet.\n");
});

test("one row stays one line whatever a cell holds", () => {
  const text = table(["A"], [["x\r\ny\u2028z\u0000\u0085"]], "");
  expect(text.split("\n")).toHaveLength(3);
});

test("times are minutes in UTC", () => {
  expect([minute("2026-11-24T04:05:06.789Z"), minute(null)]).toEqual(["2026-11-24 04:05", "never"]);
});

test("widths", () => {
  expect([textWidth("e\u0301"), textWidth("日本"), textWidth("\u001b[1mbold\u001b[22m")]).toEqual([1, 4, 4]);
});

import { expect, test } from "vitest";
import { issueInWords, networksOf, numberedLines } from "../../../src/console/edge/allow-list.ts";

test("lines are counted as an editor does, networks as the server does", () => {
  const text = "\n 10.0.0.0/8 \n\n2001:db8::/32";
  expect(numberedLines(text)).toEqual([
    { line: 2, network: "10.0.0.0/8" },
    { line: 4, network: "2001:db8::/32" },
  ]);
  expect(issueInWords("[1] must be an address.", text)).toBe("Line 4: 2001:db8::/32 must be an address.");
});

test("what belongs to no line is said of the list", () => {
  expect(issueInWords("may hold at most 1000 items.", "a")).toBe("This list may hold at most 1000 items.");
  expect(issueInWords("[7] is gone.", "a")).toBe("This list [7] is gone.");
});

test("no list is another thing than an empty one", () => {
  expect([networksOf({ value: null }), networksOf({ value: [] })]).toEqual([null, []]);
});

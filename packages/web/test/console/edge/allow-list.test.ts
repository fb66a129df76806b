import { expect, test } from "vitest";
import { issueInWords, networksOf, numberedLines, ownNetwork } from "../../../src/console/edge/allow-list.ts";

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

test.each([
  ["192.0.2.7", "192.0.2.7"],
  ["127.0.0.1", "127.0.0.1"],
  ["::1", "::1"],
  ["2001:db8:40:7:a1b2:c3d4:e5f6:1", "2001:db8:40:7::/64"],
  ["2001:db8:40::9", "2001:db8:40::/64"],
  ["2001:db8::1:2:3:4:5", "2001:db8:0:1::/64"],
  ["2001:db8:0:1:0:2:3:4", "2001:db8:0:1::/64"],
  ["fe80::1", "fe80::/64"],
  ["64:ff9b::c000:201", "64:ff9b::c000:201"],
  ["::2:3:4:5:6:7", "0:0:2:3::/64"],
])("of %s the list holds %s", (address, network) => {
  expect(ownNetwork(address)).toBe(network);
});

import { expect, test } from "vitest";
import { entryOf, valueFrom } from "../../../src/console/settings/setting-entry.ts";

test.each([
  ["number", "0.25", 0.25],
  ["number", " 12 ", 12],
  // The server says what is wrong with these: nothing is made out of them here.
  ["number", "", ""],
  ["number", "12 tokens", "12 tokens"],
  ["number", "Infinity", "Infinity"],
  ["yes-no", "on", true],
  ["yes-no", "off", false],
  ["lines", " a@x.example \n\nb@x.example", ["a@x.example", "b@x.example"]],
  ["lines", "", []],
  ["text", " Nordwind ", "Nordwind"],
] as const)("%s: what is entered as “%s”", (kind, entry, value) => {
  expect(valueFrom(entry, kind)).toEqual(value);
});

test.each([
  ["number", 0.7],
  ["yes-no", false],
  ["lines", ["a", "b"]],
  ["text", "Nordwind"],
] as const)("%s: what is shown is what would be stored", (kind, value) => {
  expect(valueFrom(entryOf({ value }, kind), kind)).toEqual(value);
});

import { expect, test } from "vitest";
import { canonicalJson } from "../../src/crypto/canonical-json.ts";
import type { Json } from "../../src/pure/json.ts";

test("the example of RFC 8785 §3.2.2 to §3.2.4", () => {
  const value = JSON.parse(String.raw`{
    "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
    "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
    "literals": [null, true, false]
  }`) as Json;
  expect(canonicalJson(value)).toBe(
    String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
  );
});

test("keys are sorted by UTF-16 code units (§3.2.3)", () => {
  const value = JSON.parse(
    String.raw`{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}`,
  ) as Json;
  const values = Object.values(JSON.parse(canonicalJson(value).replaceAll(/"1":/g, '"x1":')) as object);
  expect(values).toEqual([
    "Carriage Return",
    "One",
    "Control",
    "Latin Small Letter O With Diaeresis",
    "Euro Sign",
    "Emoji: Grinning Face",
    "Hebrew Letter Dalet With Dagesh",
  ]);
});

/** Bits of an IEEE 754 double → its text: samples of RFC 8785 appendix B. */
const numbers: readonly [string, string][] = [
  ["0000000000000000", "0"],
  ["8000000000000000", "0"],
  ["0000000000000001", "5e-324"],
  ["8000000000000001", "-5e-324"],
  ["7fefffffffffffff", "1.7976931348623157e+308"],
  ["4340000000000000", "9007199254740992"],
  ["c340000000000000", "-9007199254740992"],
  ["4430000000000000", "295147905179352830000"],
  ["44b52d02c7e14af5", "9.999999999999997e+22"],
  ["44b52d02c7e14af6", "1e+23"],
  ["44b52d02c7e14af7", "1.0000000000000001e+23"],
  ["444b1ae4d6e2ef4e", "999999999999999700000"],
  ["444b1ae4d6e2ef50", "1e+21"],
  ["3eb0c6f7a0b5ed8c", "9.999999999999997e-7"],
  ["3eb0c6f7a0b5ed8d", "0.000001"],
  ["41b3de4355555553", "333333333.3333332"],
  ["41b3de4355555557", "333333333.33333343"],
  ["becbf647612f3696", "-0.0000033333333333333333"],
  ["43143ff3c1cb0959", "1424953923781206.2"],
];

test.each(numbers)("the number %s is %s", (bits, text) => {
  expect(canonicalJson(Buffer.from(bits, "hex").readDoubleBE())).toBe(text);
});

test.each<[string, unknown]>([
  ["undefined", undefined],
  ["a member that is undefined", { a: undefined }],
  ["a hole", new Array(1)],
  ["NaN", Number.NaN],
  ["infinity", -1 / 0],
  ["a big integer", 1n],
  ["a date", new Date(0)],
  ["half a character", "\ud800"],
  ["half a character in a key", { "\udc00": 1 }],
  ["a function", () => 1],
])("refuses %s", (_, value) => {
  expect(() => canonicalJson(value as Json)).toThrow(TypeError);
});

test("a member named __proto__ is a member", () => {
  expect(canonicalJson(JSON.parse('{"b":1,"__proto__":{"x":2}}') as Json)).toBe(
    '{"__proto__":{"x":2},"b":1}',
  );
});

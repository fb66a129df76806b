import { expect, test } from "vitest";
import { parseStrictJson } from "../../src/pure/strict-json.ts";
import { promised } from "../_support/size.ts";

const parse = (text: string) => parseStrictJson(Buffer.from(text));

test("JSON is read as JSON.parse reads it", () => {
  for (const text of [
    "null",
    ' {"a" : [1, -2.5e3, true, false, null, "x\\n\\u00e4\\ud83d\\ude00", {"b":{}}]} ',
    '{"a:b":"{[,]}","c\\"d":"\\\\"}',
    '[{"a":1},{"a":2}]',
    '{"a":{"x":1},"b":{"x":1},"":0}',
    '{"hasOwnProperty":1,"toString":2}',
  ]) {
    expect(parse(text)).toEqual(JSON.parse(text));
  }
});

test("what two readers could read differently, and what would harm a reader, is refused", () => {
  for (const text of [
    "",
    "{",
    '{"a":1}x',
    "{'a':1}",
    '{"a":1,}',
    '{"a":1,"a":2}',
    '{"a":1,"\\u0061":2}',
    '{"x":{"a":1 ,"a" :2}}',
    '{"__proto__":1}',
    '{"a":[{"\\u005f_proto__":1}]}',
    '{"constructor":{}}',
    '{"prototype":1}',
    '"\\ud800"',
    '["\\udc00x"]',
    "\ufeff{}",
    "NaN",
    `${"[".repeat(33)}${"]".repeat(33)}`,
    "[".repeat(100_000),
    '{"a":'.repeat(100_000),
    `{${Array.from({ length: 10_001 }, (_, i) => `"k${i}":0`).join(",")}}`,
    `[${"0,".repeat(50_000)}0]`,
    '"open',
    '{"a\\x":1}',
  ]) {
    expect(() => parse(text), text.slice(0, 40)).toThrow(expect.objectContaining({ code: "invalid_json" }));
  }
  expect(() => parseStrictJson(Buffer.from([0x22, 0xc3, 0x28, 0x22]))).toThrow();
  expect(parse(`${"[".repeat(32)}${"]".repeat(32)}`)).toBeDefined();
});

test("a megabyte of anything takes little time", () => {
  const worst = [
    `"${"\\\\".repeat(500_000)}"`,
    "[".repeat(1_000_000),
    " ".repeat(1_000_000),
    `"${"a".repeat(1_000_000)}`,
  ];
  for (const text of worst) {
    const began = performance.now();
    try {
      parse(text);
    } catch {}
    expect(performance.now() - began).toBeLessThan(promised(500));
  }
});

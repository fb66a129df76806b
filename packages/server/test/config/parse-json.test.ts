import { expect, test } from "vitest";
import { JsonFault, parseJson, type Written } from "../../src/config/parse-json.ts";
import { isFailure } from "../../src/pure/failure.ts";
import { configure, jwtSecret } from "./configure.ts";

function plain(written: Written): unknown {
  const { value } = written;
  if (value instanceof Map) {
    return Object.fromEntries(
      [...value].map(([name, entry]) => [name, plain((entry as { written: Written }).written)]),
    );
  }
  return Array.isArray(value) ? value.map((item: Written) => plain(item)) : value;
}

/** xorshift: the same texts at every run. */
function randomness(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const pieces = [
  '{"auth":',
  "{",
  "}",
  "[",
  "]",
  ",",
  ":",
  '"a"',
  '"\\u00e9"',
  "1",
  "-0.5e3",
  "true",
  "null",
  " ",
  "\n",
  "\\",
  '"',
  "x",
  "0",
  "é",
];

test("agrees with JSON.parse on random texts, but for what it refuses on purpose", () => {
  const random = randomness(20261124);
  let accepted = 0;
  for (let i = 0; i < 10_000; i++) {
    const text = Array.from({ length: 1 + random(9) }, () => pieces[random(pieces.length)]).join("");
    let theirs: unknown = JsonFault;
    try {
      theirs = JSON.parse(text);
    } catch {}
    try {
      expect(plain(parseJson(text))).toEqual(theirs);
      accepted++;
    } catch (error) {
      if (!(error instanceof JsonFault)) throw error;
      if (!/twice|too large/.test(error.message)) expect(theirs, text).toBe(JsonFault);
    }
  }
  expect(accepted).toBeGreaterThan(500);
});

test("says where", () => {
  expect(() => parseJson('{\n  "a": 1,\n  "b" 2\n}')).toThrowError(
    expect.objectContaining({ message: "expected a colon after the key", at: { line: 3, column: 7 } }),
  );
});

test("random configurations are accepted or refused, never anything else", () => {
  const random = randomness(42);
  const names = [
    "auth",
    "providers",
    "openai",
    "api_key",
    "tools",
    "gateway",
    "port",
    "tls",
    "monitoring",
    "smtp",
    "url",
    "constructor",
    "toString",
    "models",
    "network",
    "allowed_origins",
    "database",
    "channels",
    "mobile",
  ];
  const scalars: unknown[] = [
    null,
    true,
    0,
    -1,
    1e308,
    "",
    "x",
    "${A}",
    "${",
    "https://h",
    "postgresql://h",
    "::1",
    [],
    {},
    [[]],
    "\u0000",
  ];
  const value = (depth: number): unknown => {
    if (depth > 4 || random(3) === 0) return scalars[random(scalars.length)];
    if (random(6) === 0) return [value(depth + 1), value(depth + 1)];
    return Object.fromEntries(
      Array.from({ length: random(5) }, () => [names[random(names.length)] ?? "x", value(depth + 1)]),
    );
  };
  let accepted = 0;
  for (let i = 0; i < 1_500; i++) {
    try {
      configure(value(0), { A: jwtSecret });
      accepted++;
    } catch (error) {
      if (!isFailure(error, "configuration")) throw error;
    }
  }
  expect(accepted).toBeGreaterThan(0);
});

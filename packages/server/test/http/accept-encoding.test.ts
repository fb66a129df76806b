import { expect, test } from "vitest";
import { chooseEncoding } from "../../src/http/accept-encoding.ts";

test.each([
  ["br", "br"],
  ["gzip, deflate, br, zstd", "br"],
  ["BR;Q=0.5", "br"],
  ["br;q=0", "identity"],
  ["br;q=0.000, gzip", "identity"],
  ["br ; q=0", "identity"],
  ["br;q=0.1, identity;q=0.5", "identity"],
  ["br;q=0.5, identity;q=0.5", "br"],
  ["gzip", "identity"],
  ["brotli", "identity"],
  ["x-br", "identity"],
  ["*", "br"],
  ["*;q=0.2", "br"],
  ["*;q=0", undefined],
  ["identity;q=0", undefined],
  ["identity;q=0, br", "br"],
  ["br;q=0, *;q=0", undefined],
  ["br;q=0, *", "identity"],
  ["*;q=0, identity", "identity"],
  ["", "identity"],
  [" , br , ", "br"],
  // None of these can be read: the plain file is always right then.
  ["br;q=2", "identity"],
  ["br;q=0.0001", "identity"],
  ["br;q=-1", "identity"],
  ["br;q", "identity"],
  ["br;level=9", "identity"],
  ["br;q=1;q=0", "identity"],
  ["b r", "identity"],
  [undefined, "identity"],
] as const)("%j is sent %s", (header, encoding) => {
  expect(chooseEncoding(header, true)).toBe(encoding);
});

test("what is not there is never sent", () => {
  for (const header of ["br", "*", "br;q=1, identity;q=0.1"])
    expect(chooseEncoding(header, false)).toBe("identity");
  expect(chooseEncoding("br, identity;q=0", false)).toBeUndefined();
});

test("control: looking for the word sends Brotli to who refuses it", () => {
  const naive = (header: string) => (/\bbr\b/.test(header) ? "br" : "identity");
  expect(["br;q=0", "x-br"].map(naive)).toEqual(["br", "br"]);
});

import { expect, test } from "vitest";
import { createHandshakePace } from "../../src/http/handshake-pace.ts";

function taken(pace: (address: string) => boolean, address: string, tries: number): number {
  return Array.from({ length: tries }, () => pace(address)).filter(Boolean).length;
}

test("a burst, then a hundred a second; neighbours do not pay, a /64 is one", () => {
  let now = 0;
  const pace = createHandshakePace(() => now);
  expect(taken(pace, "192.0.2.1", 10_000)).toBe(500);
  expect(taken(pace, "192.0.2.2", 100)).toBe(100);
  now += 1_000;
  expect(taken(pace, "192.0.2.1", 10_000)).toBe(100);
  now += 3_600_000;
  expect(taken(pace, "192.0.2.1", 10_000)).toBe(500);
  const spread = Array.from({ length: 1_000 }, (_, i) => pace(`2001:db8::${i.toString(16)}`));
  expect(spread.filter(Boolean)).toHaveLength(500);
});

test("more addresses than it remembers share what is left, and are forgotten when they rest", () => {
  let now = 0;
  const pace = createHandshakePace(() => now);
  const addresses = Array.from({ length: 11_000 }, (_, i) => `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`);
  expect(addresses.filter((address) => pace(address))).toHaveLength(10_500);
  now += 10_000;
  expect(taken(pace, "192.0.2.9", 1_000)).toBe(500);
});

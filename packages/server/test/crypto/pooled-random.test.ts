import { expect, test } from "vitest";
import { pooledRandom } from "../../src/crypto/pooled-random.ts";

test("gives every byte once, and keeps none", () => {
  const pools: Buffer[] = [];
  let next = 1;
  const random = pooledRandom((bytes) => {
    const drawn = Buffer.from(Array.from({ length: bytes }, () => next++ % 251 || 1));
    pools.push(drawn);
    return drawn;
  }, 128);
  const given = Array.from({ length: 20 }, () => random(16));
  expect(Buffer.concat(given.slice(0, 8))).toEqual(Buffer.from(Array.from({ length: 128 }, (_, i) => i + 1)));
  expect(new Set(given.map((bytes) => bytes.toString("hex"))).size).toBe(20);
  expect(pools).toHaveLength(3);
  expect(pools[0]?.every((byte) => byte === 0)).toBe(true);
});

test("what it gave does not change when it goes on", () => {
  const random = pooledRandom((bytes) => Buffer.alloc(bytes, 7), 64);
  const first = random(8);
  random(8);
  expect(first).toEqual(Buffer.alloc(8, 7));
});

test("large values are drawn for themselves", () => {
  const sizes: number[] = [];
  const random = pooledRandom((bytes) => {
    sizes.push(bytes);
    return Buffer.alloc(bytes);
  }, 64);
  expect(random(32)).toHaveLength(32);
  expect(sizes).toEqual([32]);
});

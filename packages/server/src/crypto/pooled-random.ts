import type { Random } from "./new-id.ts";

/**
 * Small values out of a larger draw: one call to the generator costs as much as a whole AES-GCM seal, and a record needs
 * three. Every byte is given out once and wiped from the pool.
 */
export function pooledRandom(random: Random, size = 4_096): Random {
  let pool: Buffer = Buffer.alloc(0);
  return (bytes) => {
    if (bytes > size / 8) return random(bytes);
    if (pool.length < bytes) pool = random(size);
    const given = Buffer.from(pool.subarray(0, bytes));
    pool.fill(0, 0, bytes);
    pool = pool.subarray(bytes);
    return given;
  };
}

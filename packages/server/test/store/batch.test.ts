import { describe, expect, test } from "vitest";
import { Failure } from "../../src/pure/failure.ts";
import { createBatcher, runSplitting } from "../../src/store/batch.ts";

/** Batches that end when the test says so. */
function controlled(max = 500) {
  const batches: (readonly number[])[] = [];
  const ends: (() => void)[] = [];
  const answered: number[] = [];
  const batcher = createBatcher<number>({
    max,
    async run(items) {
      batches.push(items);
      await new Promise<void>((resolve) => ends.push(resolve));
      return () => void answered.push(...items);
    },
  });
  const turn = () => new Promise(setImmediate);
  return {
    batcher,
    batches,
    answered,
    turn,
    async end() {
      ends.shift()?.();
      await turn();
      await turn();
    },
  };
}
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

test("what arrives while a batch is in flight is the next batch", async () => {
  const { batcher, batches, turn, end } = controlled();
  batcher.add(0);
  await turn();
  for (const i of [1, 2, 3]) batcher.add(i);
  expect(batches).toEqual([[0]]);
  await end();
  expect(batches).toEqual([[0], [1, 2, 3]]);
  await end();
  await batcher.idle();
  expect(batcher.waiting).toBe(0);
});

test("of many half are taken, and answers come when the next batch is on its way", async () => {
  const { batcher, batches, answered, turn, end } = controlled();
  for (const i of upTo(300)) batcher.add(i);
  await turn();
  expect(batches.map((batch) => batch.length)).toEqual([150]);
  await end();
  expect(batches.map((batch) => batch.length)).toEqual([150, 75]);
  expect(answered).toEqual(upTo(150));
  while (batcher.waiting > 0 || answered.length < 300) await end();
  expect(batches.flat()).toEqual(upTo(300));
  expect(answered).toEqual(upTo(300));
  await batcher.idle();
});

test("a batch is never larger than its bound", async () => {
  const { batcher, batches, answered, turn, end } = controlled(64);
  for (const i of upTo(1_000)) batcher.add(i);
  await turn();
  while (answered.length < 1_000) await end();
  expect(Math.max(...batches.map((batch) => batch.length))).toBe(64);
});

describe("splitting", () => {
  test("bad items fall out alone, in few tries", async () => {
    let tries = 0;
    const good: number[] = [];
    const bad: number[] = [];
    const answer = await runSplitting(
      upTo(128),
      async (items) => {
        tries++;
        if (items.includes(5) || items.includes(77)) throw new Error("bad");
        return () => void good.push(...items);
      },
      (items) => void bad.push(...items),
    );
    answer();
    expect(bad).toEqual([5, 77]);
    expect(good).toEqual(upTo(128).filter((i) => i !== 5 && i !== 77));
    expect(tries).toBeLessThan(32);
  });

  test("a database that went away is final for all: the commit may have happened", async () => {
    let tries = 0;
    const failed: number[] = [];
    const answer = await runSplitting(
      upTo(10),
      async () => {
        tries++;
        throw new Failure("database_unavailable");
      },
      (items) => void failed.push(...items),
    );
    answer();
    expect([tries, failed]).toEqual([1, upTo(10)]);
  });
});

import { expect, test } from "vitest";
import { createPasswordGate } from "../../src/crypto/password-gate.ts";

test("so many at once, so many waiting in order, the rest is turned away, and every place comes back", async () => {
  const pass = createPasswordGate({ running: 2, waiting: 3 });
  const started: number[] = [];
  const ends: (() => void)[] = [];
  let now = 0;
  let most = 0;
  const work = (n: number) => async () => {
    started.push(n);
    most = Math.max(most, ++now);
    await new Promise<void>((resolve) => ends.push(resolve));
    now--;
    if (n % 2) throw new Error("a hash that fails gives its place back too");
  };
  for (let round = 0; round < 3; round++) {
    started.length = 0;
    const all = Array.from({ length: 8 }, (_, n) => pass(work(n)));
    const settled = Promise.allSettled(all);
    while (started.length < 5 || ends.length > 0) {
      ends.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
    const codes = (await settled).map((each) =>
      each.status === "rejected" ? String(each.reason.code) : "done",
    );
    expect(started).toEqual([0, 1, 2, 3, 4]);
    expect(codes.filter((code) => code === "busy")).toHaveLength(3);
    expect(now).toBe(0);
  }
  expect(most).toBe(2);
});

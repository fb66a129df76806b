import { describe, expect, test } from "vitest";
import { createBudget, isWait } from "../../../src/access/limits/budget.ts";
import type { Place } from "../../../src/access/limits/places.ts";
import { Tallies } from "../../../src/access/limits/tallies.ts";
import { type Policy, Tally } from "../../../src/access/limits/tally.ts";

function budgetOf(policy: Policy, most = 100) {
  let now = 1_790_000_000_000;
  const tallies = new Tallies({
    ...{ most, mostCrowds: 2 },
    crowdOf: (key) => `crowd ${key.split(".")[0]}`,
    make: (key) => new Tally(key),
    isIdle(tally) {
      tally.forget(now - policy.windowMs);
      return tally.count === 0 && tally.held === 0;
    },
  });
  const budget = createBudget({ tallies, policy: () => policy, clock: () => now, changed() {} });
  return { budget, tallies, pass: (ms: number) => (now += ms), now: () => now };
}

/** A generator of its own, so that a failure can be repeated. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % sides;
  };
}

describe("an exact window", () => {
  test("of any span of one window, at most the limit is accepted, and a place frees to the millisecond", () => {
    const roll = dice(7);
    for (const policy of [
      { limit: 5, windowMs: 1_000 },
      { limit: 60, windowMs: 60_000 },
      { limit: 1, windowMs: 10 },
      { limit: 2_000, windowMs: 5_000 },
    ]) {
      const { budget, pass, now } = budgetOf(policy);
      const accepted: number[] = [];
      for (let i = 0; i < 20_000; i++) {
        pass(roll(Math.ceil((3 * policy.windowMs) / policy.limit)));
        const wait = budget.take("k");
        if (wait === undefined) accepted.push(now());
        const oldest = accepted.at(-policy.limit);
        if (wait === undefined || oldest === undefined) continue;
        const frees = oldest + policy.windowMs - now();
        // Where moments are kept together a place may free late by a 512th of the window.
        const late = policy.limit > 512 ? policy.windowMs / 512 : 0;
        expect(frees).toBeGreaterThan(-late);
        expect(wait).toBeLessThanOrEqual(Math.max(1, Math.ceil((frees + late) / 1000)));
      }
      for (let i = policy.limit; i < accepted.length; i++) {
        expect((accepted[i] ?? 0) - (accepted[i - policy.limit] ?? 0)).toBeGreaterThanOrEqual(
          policy.windowMs,
        );
      }
    }
  });

  test("a clock that is set back gives nobody new places", () => {
    const { budget, pass } = budgetOf({ limit: 3, windowMs: 1_000 });
    for (let i = 0; i < 3; i++) expect(budget.take("k")).toBeUndefined();
    pass(-500);
    expect(budget.take("k")).toBe(2);
  });
});

describe("a place whose outcome is open", () => {
  test("given back it never counted; kept it counts from then on; settled once", async () => {
    const { budget, pass } = budgetOf({ limit: 1, windowMs: 1_000 });
    const first = (await budget.hold("k")) as Place;
    expect(budget.take("k")).toBe(1);
    first.giveBack();
    first.keep();
    const second = (await budget.hold("k")) as Place;
    pass(900);
    second.keep();
    pass(999);
    expect(budget.take("k")).toBe(1);
    pass(1);
    expect(budget.take("k")).toBeUndefined();
  });

  test("who finds only open places waits for them, in order, and is refused when all are kept", async () => {
    const { budget } = budgetOf({ limit: 2, windowMs: 1_000 });
    const [a, b] = [await budget.hold("k"), await budget.hold("k")] as Place[];
    const order: string[] = [];
    const waiting = async (name: string) => {
      const held = await budget.hold("k");
      order.push(name);
      return held;
    };
    const [c, d] = [waiting("c"), waiting("d")];
    a?.giveBack();
    ((await c) as Place).keep();
    b?.keep();
    expect(await d).toBe(1);
    expect(order).toEqual(["c", "d"]);
  });

  test("two hundred who are right at once all get in; of two hundred who are wrong, as many as there are places", async () => {
    for (const right of [true, false]) {
      const { budget } = budgetOf({ limit: 60, windowMs: 60_000 });
      const all = Array.from({ length: 200 }, async () => {
        const held = await budget.hold("office");
        if (isWait(held)) return false;
        await new Promise((done) => setImmediate(done));
        if (right) held.giveBack();
        else held.keep();
        return true;
      });
      const passed = (await Promise.all(all)).filter(Boolean);
      expect(passed).toHaveLength(right ? 200 : 60);
    }
  });
});

describe("too many keys", () => {
  test("nobody's count is pushed out: newcomers share with their neighbours, then are refused", () => {
    const { budget, tallies, pass } = budgetOf({ limit: 2, windowMs: 1_000 }, 3);
    expect(budget.take("9.victim")).toBeUndefined();
    expect(budget.take("9.victim")).toBeUndefined();
    for (let i = 0; i < 1_000; i++) budget.take(`1.${i}`);
    expect(budget.take("9.victim")).toBe(1);
    // The neighbourhood has two places for all of them, and another one its own.
    expect(budget.take("1.new")).toBe(1);
    expect(budget.take("2.new")).toBeUndefined();
    expect(budget.take("3.new")).toBe(1);
    expect(tallies.size).toBe(5);
    pass(1_000);
    expect(budget.take("3.new")).toBeUndefined();
  });

  test("who was counted with the crowd gets no second count when there is room again", () => {
    const { budget, pass } = budgetOf({ limit: 2, windowMs: 1_000 }, 1);
    budget.take("5.first");
    pass(500);
    expect(budget.take("1.x")).toBeUndefined();
    expect(budget.take("1.x")).toBeUndefined();
    pass(500);
    expect(budget.take("1.x")).toBe(1);
    pass(500);
    expect(budget.take("1.x")).toBeUndefined();
  });
});

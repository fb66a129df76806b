import { describe, expect, test } from "vitest";
import { Overload } from "../../../src/assistant/turns/overload.ts";

/** A second of `perSecond` finished turns while `waiting` wait, asked a hundred times; how often the answer was yes. */
function second(time: { now: number }, overload: Overload, perSecond: number, waiting: number): number {
  let strained = 0;
  for (let step = 0; step < 100; step++) {
    time.now += 10;
    for (let i = 0; i < perSecond / 100; i++) overload.finished();
    if (overload.isStrained(waiting)) strained++;
  }
  return strained;
}

function fresh() {
  const time = { now: 1_000_000 };
  return { time, overload: new Overload(() => time.now) };
}

describe("a standing queue is told from a burst", () => {
  test("what is worked off within a second is none, however much came at once", () => {
    const { time, overload } = fresh();
    expect(overload.isStrained(1_000)).toBe(false);
    time.now += 900;
    expect(overload.isStrained(1_000)).toBe(false);
    time.now += 50;
    expect(overload.isStrained(0)).toBe(false);
    time.now += 500;
    expect(overload.isStrained(1_000)).toBe(false);
  });

  test("what waits longer than 0.3 s at the pace of the last second, for a second, is", () => {
    const { time, overload } = fresh();
    second(time, overload, 1_000, 0);
    expect(second(time, overload, 1_000, 250)).toBe(0);
    expect(second(time, overload, 1_000, 250)).toBe(0);
    // A second that finished less is no reason to let fewer in: many together are quicker.
    expect(second(time, overload, 200, 250)).toBe(0);
    expect(second(time, overload, 200, 250)).toBe(0);
    expect(second(time, overload, 1_000, 350)).toBe(0);
    expect(second(time, overload, 1_000, 350)).toBe(100);
    // A faster server works the same queue off in time.
    second(time, overload, 2_000, 350);
    expect(second(time, overload, 2_000, 350)).toBe(0);
  });

  test("in it everything above the bound is refused at once, until a second has passed without", () => {
    const { time, overload } = fresh();
    second(time, overload, 1_000, 500);
    expect(second(time, overload, 1_000, 500)).toBe(100);
    time.now += 10;
    expect(overload.isStrained(100)).toBe(false);
    expect(overload.isStrained(500)).toBe(true);
    second(time, overload, 1_000, 100);
    second(time, overload, 1_000, 100);
    expect(overload.isStrained(500)).toBe(false);
  });

  test("a quiet server, or one whose models are slow, lets sixty-four wait", () => {
    const { time, overload } = fresh();
    expect(second(time, overload, 0, 64)).toBe(0);
    expect(second(time, overload, 0, 64)).toBe(0);
    second(time, overload, 0, 65);
    expect(second(time, overload, 0, 65)).toBe(100);
  });
});

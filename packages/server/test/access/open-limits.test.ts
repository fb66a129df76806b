import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { RequestId } from "@entobot/contract/ids";
import { describe, expect, test } from "vitest";
import { limitKeyOf } from "../../src/pure/address.ts";
import type { Call } from "../../src/pure/call.ts";
import { isFailure } from "../../src/pure/failure.ts";
import { testDatabase } from "../_support/database.ts";
import { type TestLimits, testLimits } from "../_support/limits.ts";
import { sized } from "../_support/size.ts";

const { open } = await testDatabase();
const database = open();
const start = Date.parse("2026-11-24T08:00:00Z");

const from = (address: string): Call => ({
  principal: { kind: "stranger" },
  ...{ address, userAgent: null, channel: "rest", requestId: "req_1" as RequestId },
});

function accepted({ limits }: TestLimits, address: string, times: number): number {
  let passed = 0;
  for (let i = 0; i < times; i++) {
    try {
      limits.chargeStranger(from(address), "test");
      passed++;
    } catch (error) {
      if (!isFailure(error, "rate_limited")) throw error;
    }
  }
  return passed;
}

async function fail({ attempts }: TestLimits, address: string): Promise<string> {
  try {
    await attempts.judge(
      from(address),
      { method: "password", user: "eve", account: "eve@example.test" },
      async (wrong) => wrong("wrong_password"),
    );
    return "looked at";
  } catch (error) {
    if (!isFailure(error, "rate_limited")) throw error;
    return "refused";
  }
}

describe("across a restart", () => {
  test("C3: what was counted is counted, and a place frees when it would have", async () => {
    let now = start;
    const clock = () => now;
    const first = await testLimits(database, clock);
    expect(accepted(first, "198.51.100.1", 40)).toBe(40);
    await first.stop();
    now += 20_000;
    const second = await testLimits(database, clock);
    expect(accepted(second, "198.51.100.1", 160)).toBe(20);
    expect(accepted(second, "198.51.100.2", 1)).toBe(1);
    await second.stop();
    now = start + 60_001;
    const third = await testLimits(database, clock);
    expect(accepted(third, "198.51.100.1", 160)).toBe(40);
    await third.stop();
  });

  test("a lock stays, failures before it stay, and the next lock is longer", async () => {
    let now = start;
    const clock = () => now;
    const first = await testLimits(database, clock);
    for (let i = 0; i < 6; i++) await fail(first, "198.51.100.3");
    await first.stop();
    const second = await testLimits(database, clock);
    for (let i = 0; i < 4; i++) expect(await fail(second, "198.51.100.3")).toBe("looked at");
    expect(await fail(second, "198.51.100.3")).toBe("refused");
    await second.stop();
    const third = await testLimits(database, clock);
    expect(third.attempts.lockedFor("198.51.100.3")).toBe(60);
    now += 15 * 60_000 + 60_001;
    expect(third.attempts.lockedFor("198.51.100.3")).toBeUndefined();
    for (let i = 0; i < 10; i++) await fail(third, "198.51.100.3");
    expect(third.attempts.lockedFor("198.51.100.3")).toBe(120);
    await third.stop();
  });
});

/** Bytes that are really held: what a collector would take away is nobody's memory. */
setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
function held(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

describe("keys", () => {
  test("C4: one client is one key however its address is written, and 10,000 clients are 10,000", () => {
    const neighbours = ["2001:db8:0:1::1", "2001:db8:0:1:ffff::9"].map(limitKeyOf);
    expect(new Set(neighbours).size).toBe(1);
    const keys = Array.from({ length: sized(1_000, 10_000) }, (_, i) =>
      limitKeyOf(`10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`),
    );
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("C6: a million addresses take no more memory than there is room for, and win nothing", async () => {
    const clock = () => start;
    const limits = await testLimits(database, clock, { requests: 1 });
    const many = sized(200_000, 1_000_000);
    expect(accepted(limits, "203.0.113.1", 2)).toBe(1);
    const before = held();
    let passed = 0;
    for (let i = 0; i < many; i++) {
      passed += accepted(limits, `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`, 1);
      // The test's own list of what was recorded is not what is measured.
      limits.noted.length = 0;
    }
    // 32,768 of their own, the rest together with their neighbours: 10.x/16 each.
    expect(limits.size()).toBeLessThanOrEqual(2 * 32_768 + 4_096);
    expect(passed).toBeLessThan(33_000);
    expect((held() - before) / 2 ** 20).toBeLessThan(64);
    expect(accepted(limits, "203.0.113.1", 1)).toBe(0);
    await limits.stop();
  });

  test("control: a map of counters takes every key", () => {
    const naive = new Map<string, number>();
    const many = sized(200_000, 1_000_000);
    for (let i = 0; i < many; i++) naive.set(`10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`, 1);
    expect(naive.size).toBe(many);
  });
});

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { EventDraft } from "../../src/audit/audit.ts";
import { createFlood } from "../../src/audit/flood.ts";
import { strangerCall } from "../_support/audit.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const denied: EventDraft = { event: "access_denied", outcome: "denied", details: { reason: "no_session" } };

function harness(options: { room?: () => boolean; maxKeys?: number } = {}) {
  const written: { address: string | null; draft: EventDraft }[] = [];
  const flood = createFlood({
    write(call, draft) {
      if (options.room?.() === false) return false;
      written.push({ address: call.address, draft });
      return true;
    },
    ...(options.maxKeys !== undefined && { maxKeys: options.maxKeys }),
  });
  const total = () => written.reduce((sum, { draft }) => sum + Number(draft.details?.["count"] ?? 1), 0);
  return { flood, written, total };
}

test("the first at once, the others as a count at most two seconds later", () => {
  const { flood, written, total } = harness();
  for (let i = 0; i < 1_000; i++) flood.note(strangerCall(), denied);
  expect(written).toHaveLength(1);
  vi.advanceTimersByTime(2_000);
  expect(written).toHaveLength(2);
  expect(written[1]?.draft.details).toEqual({ reason: "no_session", count: 999 });
  expect(total()).toBe(1_000);
  expect(flood.keys).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
});

test("other reasons, actors and addresses are counted apart", () => {
  const { flood, written } = harness();
  flood.note(strangerCall("192.0.2.1"), denied);
  flood.note(strangerCall("192.0.2.2"), denied);
  flood.note(strangerCall("192.0.2.2"), { ...denied, details: { reason: "expired" } });
  expect(written).toHaveLength(3);
});

test("what was refused and by which check is told apart, and a count keeps both, cut to size", () => {
  const { flood, written } = harness();
  const refused = (code: string, check: string): EventDraft => ({
    ...{ event: "request_refused", outcome: "denied" },
    details: { code, check, channel: "rest", path: "/x" },
  });
  for (let i = 0; i < 3; i++) flood.note(strangerCall(), refused("misdirected_host", "host"));
  for (let i = 0; i < 2; i++) flood.note(strangerCall(), refused("invalid_request", "headers"));
  for (let i = 0; i < 2; i++) flood.note(strangerCall(), refused("invalid_request", "w".repeat(99)));
  expect(written).toHaveLength(3);
  vi.advanceTimersByTime(2_000);
  expect(written.slice(3).map(({ draft }) => draft.details)).toEqual([
    { code: "misdirected_host", check: "host", count: 2 },
    { code: "invalid_request", check: "headers", count: 1 },
    { code: "invalid_request", check: "w".repeat(64), count: 1 },
  ]);
});

test("successes are never folded", () => {
  const { flood, written } = harness();
  for (let i = 0; i < 5; i++) flood.note(strangerCall(), { event: "record_searched", details: { i } });
  expect(written.map(({ draft }) => draft.details?.["i"])).toEqual([0, 1, 2, 3, 4]);
});

test("beyond the bound, refusals are counted without their address, and none is lost", () => {
  const { flood, written, total } = harness({ maxKeys: 100 });
  for (let i = 0; i < 1_000; i++) flood.note(strangerCall(`address-${i}`), denied);
  expect(flood.keys).toBeLessThanOrEqual(101);
  vi.advanceTimersByTime(2_000);
  expect(total()).toBe(1_000);
  expect(written.at(-1)).toMatchObject({
    address: null,
    draft: { details: { addresses: "many", count: 900 } },
  });
});

test("while there is no room everything stays counted", () => {
  let room = false;
  const { flood, written, total } = harness({ room: () => room });
  for (let i = 0; i < 300; i++) flood.note(strangerCall(`address-${i % 3}`), denied);
  flood.note(strangerCall(), { event: "record_searched" });
  vi.advanceTimersByTime(10_000);
  expect(written).toEqual([]);
  room = true;
  vi.advanceTimersByTime(2_000);
  expect(total()).toBe(301);
});

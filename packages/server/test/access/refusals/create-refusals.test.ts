import { expect, test } from "vitest";
import { createRefusals } from "../../../src/access/index.ts";

const minute = 60_000;
const start = Date.UTC(2026, 0, 1, 12, 0, 30);

function counted() {
  let now = start;
  const refusals = createRefusals(() => now);
  return {
    refusals,
    pass: (ms: number) => {
      now += ms;
    },
    note: (address: string, times = 1, reason: "rate_limited" | "not_http" = "rate_limited") => {
      for (let i = 0; i < times; i++) refusals.note({ door: "rest", reason, address });
    },
  };
}

const sum = (view: ReturnType<ReturnType<typeof createRefusals>["view"]>) =>
  view.minutes.flatMap(({ counts }) => Object.values(counts)).reduce((all, count) => all + count, 0);

test("each minute has its own counts, sixty of them, the oldest first", () => {
  const { refusals, pass, note } = counted();
  note("192.0.2.1", 3);
  pass(minute);
  note("192.0.2.1", 2, "not_http");
  const { minutes, since, at } = refusals.view();
  expect(minutes).toHaveLength(60);
  expect(minutes.slice(-2)).toEqual([
    { at: start - 30_000, counts: { rate_limited: 3 } },
    { at: start + 30_000, counts: { not_http: 2 } },
  ]);
  expect([since, at]).toEqual([start, start + minute]);
});

test("an hour later everything is gone, minute by minute", () => {
  const { refusals, pass, note } = counted();
  note("192.0.2.1", 3);
  pass(minute);
  note("192.0.2.2");
  pass(58 * minute);
  expect(sum(refusals.view())).toBe(4);
  pass(minute);
  expect(sum(refusals.view())).toBe(1);
  expect(refusals.view().addresses.map(({ address }) => address)).toEqual(["192.0.2.2"]);
  pass(minute);
  expect([sum(refusals.view()), refusals.view().places, refusals.view().addresses]).toEqual([0, [], []]);
});

test("a pause of any length, and a clock that was set back, leave nothing wrong behind", () => {
  const { refusals, pass, note } = counted();
  note("192.0.2.1", 5);
  pass(1_000 * minute);
  note("192.0.2.1", 2);
  pass(-10 * minute);
  note("192.0.2.1");
  const view = refusals.view();
  expect([sum(view), view.places[0]?.count, view.addresses[0]?.count]).toEqual([3, 3, 3]);
});

test("by door and reason, the most frequent first; addresses of IPv6 are one by their /64", () => {
  const { refusals, note } = counted();
  note("2001:db8::1");
  note("2001:db8::2", 1, "not_http");
  refusals.note({ door: "web", reason: "not_http", address: "" });
  refusals.note({ door: "web", reason: "not_http", address: "192.0.2.1" });
  // This machine is one address and no network.
  refusals.note({ door: "web", reason: "not_http", address: "::1" });
  const { places, addresses } = refusals.view();
  expect(places).toEqual([
    { door: "web", reason: "not_http", count: 3 },
    { door: "rest", reason: "rate_limited", count: 1 },
    { door: "rest", reason: "not_http", count: 1 },
  ]);
  expect(addresses).toEqual([
    { address: "2001:db8::/64", count: 2, lastAt: start, reason: "not_http" },
    { address: "192.0.2.1", count: 1, lastAt: start, reason: "not_http" },
    { address: "::1", count: 1, lastAt: start, reason: "not_http" },
  ]);
});

test("a flood of strangers who come once does not hide who comes often, and nobody is shown with more than they did", () => {
  const { refusals, note } = counted();
  for (let i = 0; i < 5_000; i++) {
    note(`10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`);
    if (i % 10 === 0) note("192.0.2.66");
  }
  const { addresses, places } = refusals.view();
  expect(addresses).toHaveLength(20);
  expect(addresses[0]).toMatchObject({ address: "192.0.2.66", count: 500 });
  expect(addresses.slice(1).every(({ count }) => count === 1)).toBe(true);
  expect(places[0]?.count).toBe(5_500);
});

import { edgeReasons } from "@entobot/contract/edge";
import { expect, test } from "vitest";
import { barsOf, ceilingOf, groupsInWords, sumOf } from "../../../src/console/edge/plot-bars.ts";
import { eventOf, groupOf, groups, reasonWords } from "../../../src/console/edge/reason-words.ts";

const barOf = (counts: Record<string, number>) =>
  barsOf({ minutes: [{ at: "2026-01-01T12:00:00.000Z", counts }] })[0] as ReturnType<typeof barsOf>[number];

test("reasons are summed by kind, and nothing is lost on the way", () => {
  const bar = barOf({ invalid_credentials: 3, link_invalid: 1, rate_limited: 4, not_http: 2 });
  expect(bar.total).toBe(10);
  expect(bar.counts).toEqual({ guessing: 4, flood: 4, outsider: 0, unpermitted: 0, noise: 2 });
  expect(groupsInWords(bar)).toBe("4 wrong credentials, 4 too much at once, 2 not understood");
  const all = barOf(Object.fromEntries(edgeReasons.map((reason) => [reason, 1])));
  expect(
    sumOf(
      groups.map(({ id }) => ({ ...all, total: all.counts[id] })),
      ({ total }) => total,
    ),
  ).toBe(edgeReasons.length);
});

test.each([
  [0, 5],
  [4, 5],
  [6, 10],
  [11, 20],
  [21, 50],
  [51, 100],
  [100, 100],
  [12_345, 20_000],
])("with %i at most in a minute the plot reaches to %i", (highest, ceiling) => {
  expect(ceilingOf([barOf({ not_http: highest })])).toBe(ceiling);
});

test("every reason has words, a kind, and a place in the record or none", () => {
  for (const reason of edgeReasons) {
    expect(reasonWords(reason)).toMatch(/^[A-Z][A-Za-z ,'-]+$/);
    expect(groups.map(({ id }) => id)).toContain(groupOf(reason));
  }
  expect([eventOf("tls_failed"), eventOf("rate_limited"), eventOf("invalid_credentials")]).toEqual([
    null,
    "rate_limit_exceeded",
    "auth_failed",
  ]);
});

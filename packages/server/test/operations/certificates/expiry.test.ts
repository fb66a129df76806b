import { expect, test } from "vitest";
import { daysLeft, stageOf } from "../../../src/operations/certificates/expiry.ts";

const day = 86_400_000;
const stages = (life: number) =>
  Array.from({ length: life + 2 }, (_, passed) =>
    stageOf({ notBefore: 0, notAfter: life * day }, passed * day),
  );

test("each warning is due from its day on, until the end", () => {
  const all = stages(90);
  expect(all.indexOf(30)).toBe(60);
  expect(all.slice(59, 92)).toEqual([
    null,
    ...Array.from({ length: 16 }, () => 30),
    ...Array.from({ length: 7 }, () => 14),
    ...[7, 7, 7, 7, 3, 3, 1, 0, 0],
  ]);
});

test("a short life has few warnings, and none on its first days", () => {
  expect(stages(6)).toEqual([null, null, null, 3, 3, 1, 0, 0]);
});

test("days are whole ones", () => {
  expect([daysLeft(2 * day, 1), daysLeft(day, 0), daysLeft(day, 2 * day)]).toEqual([1, 1, -1]);
});

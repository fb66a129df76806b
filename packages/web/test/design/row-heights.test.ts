import { expect, test } from "vitest";
import { RowHeights, rowAt } from "../../src/design/row-heights.ts";

test("rows that were never shown are as high as the others on average", () => {
  const heights = new RowHeights(50);
  const keys = ["a", "b", "c", "d"];
  expect([...heights.offsets(keys)]).toEqual([0, 50, 100, 150, 200]);
  expect([heights.set("b", 20), heights.set("b", 20), heights.set("d", 40)]).toEqual([true, false, true]);
  expect([...heights.offsets(keys)]).toEqual([0, 30, 50, 80, 120]);
  expect(rowAt(heights.offsets(keys), 49)).toBe(1);
});

test("rows that come before others take their heights along", () => {
  const heights = new RowHeights(50);
  heights.offsets(["b"]);
  heights.set("b", 20);
  heights.set("gone", 20);
  expect([...heights.offsets(["a", "b"])]).toEqual([0, 20, 40]);
  expect([heights.placeOf("b"), heights.placeOf("gone")]).toEqual([1, -1]);
});

test("a list that grows and shrinks at its end knows its rows", () => {
  const heights = new RowHeights(50);
  heights.offsets(["a", "b"]);
  heights.set("b", 20);
  expect([...heights.offsets(["a", "b", "c"])]).toEqual([0, 20, 40, 60]);
  heights.set("c", 40);
  expect([...heights.offsets(["a", "c"])]).toEqual([0, 30, 70]);
  expect([heights.placeOf("a"), heights.placeOf("b"), heights.placeOf("c")]).toEqual([0, -1, 1]);
});

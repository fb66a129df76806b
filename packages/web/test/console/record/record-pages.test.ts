import { expect, test } from "vitest";
import { Pages } from "../../../src/console/record/record-pages.ts";

const page = (number: number, count = 10) => Array.from({ length: count }, (_, index) => number * 10 + index);

test("pages are known in order: each names the next", () => {
  const pages = new Pages<number>(10);
  expect(pages.missing(0, 5)).toEqual({ page: 0, cursor: null });
  pages.put(0, page(0), "a");
  expect(pages.missing(0, 9)).toBeUndefined();
  expect(pages.missing(5, 35)).toEqual({ page: 1, cursor: "a" });
  pages.put(1, page(1, 3), null);
  expect([pages.length, pages.ended, pages.at(12), pages.at(13)]).toEqual([13, true, 12, undefined]);
  expect(pages.missing(0, 500)).toBeUndefined();
});

test("what lies far from the eye is let go and found again; the newest page stays", () => {
  const pages = new Pages<number>(10);
  for (let number = 0; number < 40; number++) pages.put(number, page(number), `after ${number}`);
  expect([pages.at(3), pages.at(57), pages.at(395)]).toEqual([3, undefined, 395]);
  expect(pages.length).toBe(400);
  expect(pages.missing(50, 60)).toEqual({ page: 5, cursor: "after 4" });
  pages.put(5, page(5), "after 5");
  expect([pages.at(57), pages.at(395), pages.length]).toEqual([57, undefined, 400]);
});

test("a search without a match is a search that has ended", () => {
  const pages = new Pages<number>(10);
  pages.put(0, [], null);
  expect([pages.length, pages.ended]).toEqual([0, true]);
});

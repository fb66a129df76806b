import { expect, test } from "vitest";
import { createAllowList, type Networks, wouldAdmit } from "../../src/access/index.ts";

test("off is everybody, empty is nobody, and nobody knows an empty address", () => {
  expect(wouldAdmit(null, "203.0.113.9")).toBe(true);
  expect(wouldAdmit([], "127.0.0.1")).toBe(false);
  expect(wouldAdmit(["10.0.0.0/8"], "10.1.2.3")).toBe(true);
  expect(wouldAdmit(["10.0.0.0/8"], "11.1.2.3")).toBe(false);
  expect(wouldAdmit(["0.0.0.0/0", "::/0"], "")).toBe(false);
});

test("judges by the list in force at each use", () => {
  let list: Networks = null;
  const allowList = createAllowList(() => list);
  expect([allowList.on, allowList.admits("203.0.113.9")]).toEqual([false, true]);
  list = ["10.0.0.0/8"];
  expect([allowList.on, allowList.admits("203.0.113.9"), allowList.admits("10.0.0.1")]).toEqual([
    true,
    false,
    true,
  ]);
  list = [];
  expect(allowList.admits("10.0.0.1")).toBe(false);
  list = null;
  expect(allowList.admits("10.0.0.1")).toBe(true);
});

test("whoever is watched is refused once, when the list lets them go", () => {
  let list: Networks = null;
  const allowList = createAllowList(() => list);
  const refused: string[] = [];
  for (const address of ["10.0.0.1", "10.0.0.2", "10.0.0.3"])
    allowList.watch(address, () => refused.push(address));
  const unwatch = allowList.watch("10.0.0.4", () => refused.push("unwatched"));
  unwatch();
  allowList.changed();
  expect(refused).toEqual([]);
  list = ["10.0.0.2/32"];
  allowList.changed();
  allowList.changed();
  expect(refused).toEqual(["10.0.0.1", "10.0.0.3"]);
  list = [];
  allowList.changed();
  expect(refused).toEqual(["10.0.0.1", "10.0.0.3", "10.0.0.2"]);
  allowList.watch("10.0.0.5", () => refused.push("at once"));
  expect(refused).toContain("at once");
});

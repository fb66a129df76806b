import { expect, test } from "vitest";
import { sharedFor } from "../../src/http/shared-for.ts";

test("a thousand who ask at once put one question; the next is put when its time has come", async () => {
  let now = 0;
  let asked = 0;
  const ask = sharedFor(
    1_000,
    async () => ++asked,
    () => now,
  );
  expect(new Set(await Promise.all(Array.from({ length: 1_000 }, ask)))).toEqual(new Set([1]));
  now = 999;
  expect(await ask()).toBe(1);
  now = 1_000;
  expect(await ask()).toBe(2);
});

test("a failure is shared, and over as soon as the next question", async () => {
  let now = 0;
  let broken = true;
  const ask = sharedFor(
    1_000,
    async () => {
      if (broken) throw new Error("away");
      return "here";
    },
    () => now,
  );
  await expect(ask()).rejects.toThrow("away");
  broken = false;
  await expect(ask()).rejects.toThrow("away");
  now = 1_000;
  expect(await ask()).toBe("here");
});

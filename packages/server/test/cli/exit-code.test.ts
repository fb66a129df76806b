import { errorCodes } from "@entobot/contract/error-codes";
import { expect, test } from "vitest";
import { exitCodes } from "../../src/cli/exit-code.ts";

test("every code has an exit code of the surface", () => {
  expect(Object.keys(exitCodes).sort()).toEqual([...errorCodes].sort());
  expect(new Set(Object.values(exitCodes))).toEqual(new Set([1, 2, 69, 77, 78]));
});

test("what scripts tell apart is pinned", () => {
  const pinned = {
    configuration: 78,
    access_denied: 77,
    not_supported: 69,
    database_unavailable: 69,
    listener_unavailable: 69,
    invalid_request: 2,
    not_found: 1,
  };
  expect(exitCodes).toMatchObject(pinned);
});

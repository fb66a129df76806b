import { ApiError } from "@entobot/client/api-error";
import { errorCodes } from "@entobot/contract/error-codes";
import { expect, test } from "vitest";
import { wordsFor, wordsForCode } from "../../src/shell/words-for-errors.ts";

/** Codes that a person cannot tell apart and could not act upon differently: said in the same words, and meant so. */
const sameTitle = [["invalid_request", "invalid_json", "unknown_type", "unsupported_media_type"]];

test("every error code has words of its own, or is listed as meant to share them", () => {
  const generic = wordsFor(new Error("anything"));
  const byTitle = new Map<string, string[]>();
  for (const code of [...errorCodes, "unreachable"] as const) {
    const { title, advice } = wordsForCode(code);
    expect(title, code).toMatch(/^[A-Z][^_]+[^_.]$/);
    expect(advice, code).toMatch(/^[A-Z].+\.$/);
    expect(title, code).not.toBe(generic.title);
    byTitle.set(title, [...(byTitle.get(title) ?? []), code]);
  }
  expect([...byTitle.values()].filter(({ length }) => length > 1)).toEqual(sameTitle);
});

test("what the server says about waiting and about a field is kept", () => {
  const limited = new ApiError("rate_limited", "", { retryAfter: 12 });
  expect(wordsFor(limited).advice).toBe("Try again in 12 seconds.");
  const issues = [{ path: "device_name", message: "too long" }];
  expect(wordsFor(new ApiError("invalid_request", "", { issues })).advice).toBe("Too long");
});

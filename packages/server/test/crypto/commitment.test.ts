import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { commit, isCommitment, opens } from "../../src/crypto/commitment.ts";

const salt = Buffer.alloc(16, 7);

test("is the digest of salt and value", () => {
  const expected = createHash("sha256").update(salt).update("zoë@example.com", "utf8").digest("base64url");
  expect(commit("zoë@example.com", salt)).toBe(`c:${expected}`);
});

test("opens with its value and salt alone", () => {
  const commitment = commit("203.0.113.9", salt);
  expect(isCommitment(commitment)).toBe(true);
  expect(opens(commitment, "203.0.113.9", salt)).toBe(true);
  expect(opens(commitment, "203.0.113.8", salt)).toBe(false);
  expect(opens(commitment, "203.0.113.9", Buffer.alloc(16, 8))).toBe(false);
});

test("a longer salt cannot swallow the beginning of the value", () => {
  const commitment = commit("203.0.113.9", salt);
  expect(opens(commitment, "03.0.113.9", Buffer.concat([salt, Buffer.from("2")]))).toBe(false);
});

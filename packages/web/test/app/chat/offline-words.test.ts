import { reasonOfClose } from "@entobot/client/close-reasons";
import { offlineReasons } from "@entobot/client/connection-state";
import { closeCodes } from "@entobot/contract/close-codes";
import { expect, test } from "vitest";
import { offlineWords } from "../../../src/app/chat/offline-words.ts";
import { endedWords } from "../../../src/app/ended-words.ts";

const wordsOf = (code: number): string => {
  const reason = reasonOfClose(code);
  if (reason !== "refused" && reason !== "removed") return offlineWords[reason];
  const { title, lead } = endedWords[reason];
  return `${title}. ${lead}`;
};

test("every close code has a sentence of its own about what happened, and one about what to do", () => {
  const all = Object.values(closeCodes).map(wordsOf);
  expect(new Set(all).size).toBe(all.length);
  for (const words of all) {
    expect(words.match(/[A-Z][^.]+\./g)?.length, words).toBeGreaterThanOrEqual(2);
    expect(words).not.toBe(offlineWords.network);
  }
});

test("no reason to be offline is told in the words of another", () => {
  expect(new Set(offlineReasons.map((reason) => offlineWords[reason])).size).toBe(offlineReasons.length);
});

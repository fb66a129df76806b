import type { ConversationId } from "@entobot/contract/ids";
import { expect, test } from "vitest";
import { type HistoryEntry, RecentHistory } from "../../../src/assistant/turns/recent-history.ts";

const one = "cnv_1" as ConversationId;
const two = "cnv_2" as ConversationId;
const entry = (seq: number, content = `entry ${seq}`): HistoryEntry => ({
  seq,
  role: seq % 2 === 1 ? "user" : "assistant",
  content,
  tool: null,
});
const seqs = (entries: readonly HistoryEntry[] | undefined) => entries?.map(({ seq }) => seq);

test("a conversation that began here is known from its first entry on, up to the most that a model reads", () => {
  const recent = new RecentHistory({ entries: 3, characters: 100_000 });
  for (let seq = 1; seq <= 5; seq++) recent.add(one, entry(seq));
  expect(seqs(recent.before(one, 6))).toEqual([3, 4, 5]);
});

test("what is not all here is not answered: a gap, a later part alone, entries of elsewhere", () => {
  const recent = new RecentHistory({ entries: 10, characters: 100_000 });
  recent.add(one, entry(7));
  expect(recent.before(one, 8)).toBeUndefined();

  recent.learn(one, [entry(1), entry(2)], 3);
  recent.add(one, entry(4));
  expect(recent.before(one, 5)).toBeUndefined();

  recent.learn(one, [entry(1), entry(2)], 3);
  expect(recent.before(one, 5)).toBeUndefined();
  // It went on elsewhere once: what was known of it is not to be trusted later either.
  expect(recent.before(one, 3)).toBeUndefined();

  recent.learn(one, [entry(1), entry(4)], 3);
  expect(recent.before(one, 3)).toBeUndefined();
});

test("its memory is bounded: the conversation used longest ago goes first, and what is forgotten is gone", () => {
  const recent = new RecentHistory({ entries: 10, characters: 2_500 });
  recent.add(one, entry(1, "x".repeat(1_000)));
  recent.add(two, entry(1, "y".repeat(1_000)));
  expect(seqs(recent.before(one, 2))).toEqual([1]);
  recent.add(one, entry(2, "z".repeat(1_000)));
  expect(recent.before(two, 2)).toBeUndefined();
  recent.forget(one);
  recent.add(two, entry(1, "y".repeat(2_000)));
  expect(seqs(recent.before(two, 2))).toEqual([1]);
  expect(recent.before(one, 3)).toBeUndefined();
});

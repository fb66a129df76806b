import type { Conversation } from "@entobot/contract/conversations";
import { expect, test } from "vitest";
import {
  holdsNothingNew,
  toTheTop,
  withOlder,
  without,
} from "../../../src/app/conversations/merge-conversations.ts";

const at = (id: string, minute: number, title = id) =>
  ({
    conversation_id: `cnv_${id}`,
    title,
    updated_at: `2026-11-24T10:${String(minute).padStart(2, "0")}:00.000Z`,
  }) as Conversation;
const ids = (list: readonly Conversation[]) =>
  list.map(({ conversation_id }) => conversation_id.slice(4)).join("");

test("a page that is known as it is needs no page after it; one with a new, touched or renamed one does", () => {
  const known = [at("c", 30), at("b", 20), at("a", 10)];
  expect(holdsNothingNew([at("c", 30), at("b", 20)], known)).toBe(true);
  expect(holdsNothingNew([at("d", 40), at("c", 30)], known)).toBe(false);
  expect(holdsNothingNew([at("b", 50), at("c", 30)], known)).toBe(false);
  expect(holdsNothingNew([at("c", 30, "renamed"), at("b", 20)], known)).toBe(false);
});

test("older ones stay, what was removed elsewhere among the newer goes, nobody is there twice", () => {
  const known = [at("e", 50), at("d", 40), at("c", 30), at("b", 20), at("a", 10)];
  expect(ids(withOlder([at("e", 50), at("c", 30)], known))).toBe("ecba");
  expect(ids(withOlder([at("a", 55), at("e", 50), at("d", 40)], known))).toBe("aedcb");
});

test("to the top, and away", () => {
  const known = [at("b", 20), at("a", 10)];
  expect(ids(toTheTop(at("a", 30), known))).toBe("ab");
  expect(ids(toTheTop(at("c", 30), known))).toBe("cba");
  expect(ids(without(known[0]?.conversation_id as Conversation["conversation_id"], known))).toBe("a");
});

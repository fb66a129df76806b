import { expect, test } from "vitest";
import { allMessages, assistantWorld, caller, Listener, otherDevice } from "../_support/assistant.ts";
import { testDatabase } from "../_support/database.ts";

const { audit, assistant } = await assistantWorld(await testDatabase());

test("a message is acknowledged, answered in deltas, stored sealed and recorded", async () => {
  const call = caller();
  const listener = new Listener();
  const sent = await assistant.send(call, { content: "Good morning, house" }, listener);
  expect(sent).toMatchObject({ seq: 1, repeated: false });
  expect(listener.frames).toEqual([]);
  await listener.answered();
  const [answer] = listener.answers;
  expect(answer).toMatchObject({ seq: 2, role: "assistant", model: "builtin/rehearsal", error: null });
  expect(answer?.content).toContain("not a language model");
  expect(listener.frames.filter(({ type }) => type === "delta").length).toBeGreaterThan(1);
  expect(listener.text).toBe(answer?.content);

  const stored = await allMessages(assistant, call, sent.conversationId);
  expect(stored.map(({ role, content }) => [role, content])).toEqual([
    ["user", "Good morning, house"],
    ["assistant", answer?.content],
  ]);
  const conversation = await assistant.conversations.get(call, sent.conversationId);
  expect(conversation).toMatchObject({ title: "Good morning, house", last_seq: 2, busy: false });

  const { items } = await audit.search({ about: sent.conversationId, limit: 50 });
  expect(items.map(({ event }) => event)).toEqual([
    "message_sent",
    "message_received",
    "conversation_created",
  ]);
  expect(items[0]?.details).toMatchObject({ seq: 2, answers: 1, model: "builtin/rehearsal" });
  expect(JSON.stringify(items)).not.toContain("Good morning");
});

test("many at once: each conversation counts from 1 without a gap", async () => {
  const calls = Array.from({ length: 20 }, () => caller());
  const ids = await Promise.all(
    calls.map(async (call) => (await assistant.conversations.create(call, { title: "x" })).conversation_id),
  );
  const sends = ids.flatMap((conversationId, i) =>
    Array.from({ length: 5 }, (_, n) =>
      assistant.send(calls[i] as (typeof calls)[0], { conversationId, content: `message ${n}` }),
    ),
  );
  const seqs = (await Promise.all(sends)).map(({ seq }) => seq);
  expect(seqs.length).toBe(100);
  for (const [i, id] of ids.entries()) {
    const call = calls[i] as (typeof calls)[0];
    await expect.poll(async () => (await assistant.conversations.get(call, id)).busy).toBe(false);
    const stored = await allMessages(assistant, call, id);
    expect(stored.map(({ seq }) => seq)).toEqual(Array.from({ length: 10 }, (_, n) => n + 1));
    expect(stored.filter(({ role }) => role === "user").map(({ content }) => content)).toEqual(
      Array.from({ length: 5 }, (_, n) => `message ${n}`),
    );
  }
});

test("each device has its own default conversation; other devices hear of it by subscribing", async () => {
  const phone = caller();
  const laptop = otherDevice(phone);
  const first = await assistant.send(phone, { content: "one" });
  const second = await assistant.send(laptop, { content: "two" });
  expect(second.conversationId).not.toBe(first.conversationId);
  const listener = new Listener();
  const subscription = await assistant.subscribe(laptop, first.conversationId, 0, listener);
  await listener.answered();
  await assistant.send(phone, { content: "three" });
  await listener.answered(2);
  expect(listener.entries.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
  subscription.end();
});

test("somebody else's conversation does not exist, for every way to reach it", async () => {
  const ada = caller();
  const eve = caller("owner");
  const { conversation_id: id } = await assistant.conversations.create(ada, { title: "mine" });
  const missing = { code: "not_found" };
  await expect(assistant.conversations.get(eve, id)).rejects.toMatchObject(missing);
  await expect(assistant.conversations.rename(eve, id, "x")).rejects.toMatchObject(missing);
  await expect(assistant.conversations.remove(eve, id)).rejects.toMatchObject(missing);
  await expect(assistant.conversations.messages(eve, id, { limit: 10 })).rejects.toMatchObject(missing);
  await expect(assistant.send(eve, { content: "x", conversationId: id })).rejects.toMatchObject(missing);
  await expect(assistant.subscribe(eve, id, 0, new Listener())).rejects.toMatchObject(missing);
  await expect(assistant.cancel(eve, id)).rejects.toMatchObject(missing);
  expect((await assistant.conversations.list(eve, { limit: 10 })).items).toEqual([]);
  expect(await allMessages(assistant, ada, id)).toEqual([]);
});

test("conversations are listed latest first in pages, renamed and removed", async () => {
  const call = caller();
  const ids: string[] = [];
  for (const title of ["a", "b", "c", "d", "e"]) {
    ids.push((await assistant.conversations.create(call, { title })).conversation_id);
  }
  const first = await assistant.conversations.list(call, { limit: 3 });
  const second = await assistant.conversations.list(call, { limit: 3, cursor: first.next ?? "" });
  expect(second.next).toBeNull();
  expect(new Set([...first.items, ...second.items].map((one) => one.conversation_id))).toEqual(new Set(ids));
  await expect(assistant.conversations.list(call, { limit: 3, cursor: "bad" })).rejects.toMatchObject({
    code: "invalid_request",
  });
  const [one] = first.items;
  if (!one) throw new Error("none");
  expect((await assistant.conversations.rename(call, one.conversation_id, "new")).title).toBe("new");
  await assistant.conversations.remove(call, one.conversation_id);
  await expect(assistant.conversations.get(call, one.conversation_id)).rejects.toMatchObject({
    code: "not_found",
  });
});

test("a removed default conversation is replaced at the next message", async () => {
  const call = caller();
  const { conversationId } = await assistant.send(call, { content: "one" });
  await assistant.conversations.remove(call, conversationId);
  const next = await assistant.send(call, { content: "two" });
  expect(next.conversationId).not.toBe(conversationId);
  expect(next.seq).toBe(1);
});

test("messages are paged in both directions, newest last", async () => {
  const call = caller();
  const listener = new Listener();
  const { conversationId: id } = await assistant.send(call, { content: "1" }, listener);
  await listener.answered();
  await assistant.send(call, { content: "2" });
  await listener.answered(2);
  const page = (query: { before?: number; after?: number; limit: number }) =>
    assistant.conversations.messages(call, id, query);
  expect((await page({ limit: 3 })).items.map(({ seq }) => seq)).toEqual([2, 3, 4]);
  expect((await page({ limit: 3 })).next).toBe("2");
  expect((await page({ before: 2, limit: 3 })).items.map(({ seq }) => seq)).toEqual([1]);
  expect((await page({ after: 1, limit: 2 })).items.map(({ seq }) => seq)).toEqual([2, 3]);
  await expect(page({ after: 1, before: 3, limit: 2 })).rejects.toMatchObject({ code: "invalid_request" });
});

import { expect, test } from "vitest";
import type { Append } from "../../src/assistant/append.ts";
import { appendEntry } from "../../src/assistant/append-entry.ts";
import { appendMessages } from "../../src/assistant/append-messages.ts";
import { sql } from "../../src/store/queryable.ts";
import { allMessages, assistantWorld, caller, Listener } from "../_support/assistant.ts";
import { testDatabase } from "../_support/database.ts";

const { database, assistant, again, audit, deps } = await assistantWorld(await testDatabase());

test("the same message sent many times at once is one message with one answer", async () => {
  const call = caller();
  const listener = new Listener();
  await assistant.subscribe(call, undefined, 0, listener);
  const sends = Array.from({ length: 100 }, () => assistant.send(call, { content: "once", clientId: "c1" }));
  // Some of them fail as busy when the line is full; none of them is another message.
  const done = (await Promise.allSettled(sends)).flatMap((one) =>
    one.status === "fulfilled" ? [one.value] : [],
  );
  expect(done.filter(({ repeated }) => !repeated)).toHaveLength(1);
  expect(new Set(done.map(({ seq }) => seq))).toEqual(new Set([1]));
  await listener.answered();
  const late = await assistant.send(call, { content: "once", clientId: "c1" });
  expect(late).toMatchObject({ seq: 1, repeated: true });
  const stored = await allMessages(assistant, call, late.conversationId);
  expect(stored.map(({ role }) => role)).toEqual(["user", "assistant"]);
  expect(listener.answers).toHaveLength(1);
});

test("the same id with other content, another model or another conversation is an error", async () => {
  const call = caller();
  const { conversationId } = await assistant.send(call, { content: "once", clientId: "c1" });
  const other = (await assistant.conversations.create(call, { title: "other" })).conversation_id;
  const wrong = { code: "idempotency_mismatch" };
  await expect(assistant.send(call, { content: "twice", clientId: "c1" })).rejects.toMatchObject(wrong);
  await expect(
    assistant.send(call, { content: "once", clientId: "c1", model: "builtin/rehearsal" }),
  ).rejects.toMatchObject(wrong);
  await expect(
    assistant.send(call, { content: "once", clientId: "c1", conversationId: other }),
  ).rejects.toMatchObject(wrong);
  const repeat = await assistant.send(call, { content: "once", clientId: "c1", conversationId });
  expect(repeat.repeated).toBe(true);
  // Another device may use the same id for something else.
  const elsewhere = await assistant.send(caller(), { content: "other", clientId: "c1" });
  expect(elsewhere.repeated).toBe(false);
});

test("an aborted batch leaves no gap: every number is taken again", async () => {
  const call = caller();
  const { conversation_id: id } = await assistant.conversations.create(call, { title: "x" });
  const failing = {
    name: "failing",
    async apply(...args: Parameters<typeof appendMessages.apply>) {
      await appendMessages.apply(...args);
      throw new Error("the disk is on fire");
    },
  };
  const submit = ((_: unknown, input: Append) => audit.submit(failing, input)) as typeof audit.submit;
  const entry = {
    ...{ call, personId: call.principal.personId, conversationId: id },
    ...{ role: "user" as const, content: "lost", turn: null, event: { event: "message_received" as const } },
  };
  await expect(appendEntry({ ...deps, audit: { ...audit, submit } }, entry)).rejects.toThrow();
  const listener = new Listener();
  expect((await assistant.send(call, { content: "kept", conversationId: id }, listener)).seq).toBe(1);
  await listener.answered();
});

test("a person's messages from two processes at once still count without a gap", async () => {
  const call = caller();
  const second = again();
  const { conversation_id: id } = await assistant.conversations.create(call, { title: "x" });
  const count = 15;
  const sends = Array.from({ length: count }, (_, i) =>
    (i % 2 ? second : assistant).send(call, {
      content: `m${i}`,
      conversationId: id,
      clientId: `c${i % 10}x${i}`,
    }),
  );
  await Promise.all(sends);
  await expect.poll(async () => (await openTurns(id)).length, { timeout: 10_000 }).toBe(0);
  const stored = await allMessages(assistant, call, id);
  expect(stored.map(({ seq }) => seq)).toEqual(Array.from({ length: 2 * count }, (_, i) => i + 1));
});

const openTurns = (id: string) => database.query(sql`select 1 from turns where conversation_id = ${id}`);

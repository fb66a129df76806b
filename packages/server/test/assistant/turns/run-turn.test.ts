import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { closeInterruptedTurns, ModelFailure, type ModelRequest } from "../../../src/assistant/index.ts";
import { allMessages, assistantWorld, caller, Listener, scripted } from "../../_support/assistant.ts";
import { testDatabase } from "../../_support/database.ts";

const world = await assistantWorld(await testDatabase());
const { again, audit } = world;

const lastText = ({ messages }: ModelRequest) => {
  const last = messages.at(-1);
  return last?.role === "user" ? last.text : "";
};
const echo = scripted(async function* (request) {
  await sleep(Math.random() * 5);
  yield { type: "text", text: `re: ${lastText(request)}` };
  yield { type: "end", reason: "stop" };
});
/** Says one word, then waits until it is stopped (or for ever, when it does not listen). */
const stuck = (listens: boolean) =>
  scripted(async function* ({ signal }) {
    yield { type: "text", text: "half" };
    await new Promise((_, reject) => {
      if (listens) signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    });
  });

test("turns of a conversation answer in order, and see the answers before them", async () => {
  const seen: string[][] = [];
  const assistant = again({
    models: scripted(async function* (request) {
      seen.push(request.messages.map((message) => (message.role === "tool" ? "tool" : message.text)));
      await sleep(3);
      yield { type: "text", text: `re: ${lastText(request)}` };
      yield { type: "end", reason: "stop" };
    }),
  });
  const call = caller();
  const listener = new Listener();
  const { conversation_id: conversationId } = await assistant.conversations.create(call, {});
  await Promise.all(
    ["a", "b", "c"].map((content) => assistant.send(call, { content, conversationId }, listener)),
  );
  await listener.answered(3);
  expect(listener.answers.map(({ content }) => content)).toEqual(["re: a", "re: b", "re: c"]);
  expect(seen[0]).toEqual(["a"]);
  expect(seen[1]?.at(-1)).toBe("b");
  expect(seen[2]).toEqual(expect.arrayContaining(["a", "b", "re: a", "re: b", "c"]));
});

test("different people are answered side by side, within the bound", async () => {
  let running = 0;
  let most = 0;
  const assistant = again({
    limits: { running: 4 },
    models: scripted(async function* () {
      most = Math.max(most, ++running);
      await sleep(10);
      running--;
      yield { type: "end", reason: "stop" };
    }),
  });
  const listeners = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const listener = new Listener();
      await assistant.send(caller(), { content: "x" }, listener);
      return listener;
    }),
  );
  await Promise.all(listeners.map((listener) => listener.answered()));
  expect(most).toBe(4);
});

test("more than may wait is busy, before anything is stored", async () => {
  const assistant = again({
    models: stuck(true),
    limits: { running: 1, waiting: 2, waitingPerConversation: 20 },
  });
  const calls = Array.from({ length: 6 }, () => caller());
  const sent = await Promise.allSettled(calls.map((call) => assistant.send(call, { content: "x" })));
  const refused = sent.filter((one) => one.status === "rejected");
  expect(refused).toHaveLength(3);
  for (const one of refused) expect(one.reason).toMatchObject({ code: "busy" });
  await assistant.drain(0);
});

test.each([true, false])(
  "cancel keeps what was said and closes the turn once (model listens: %s)",
  async (listens) => {
    const assistant = again({ models: stuck(listens) });
    const call = caller();
    const listener = new Listener();
    const { conversationId } = await assistant.send(call, { content: "x" }, listener);
    await listener.until(({ text }) => text === "half");
    await Promise.all(Array.from({ length: 10 }, () => assistant.cancel(call, conversationId)));
    expect(listener.answers).toMatchObject([{ content: "half", error: "cancelled" }]);
    await assistant.cancel(call, conversationId);
    const { items } = await audit.search({ about: conversationId, limit: 50 });
    expect(items.filter(({ event }) => event === "turn_cancelled")).toHaveLength(1);
  },
);

test("cancel at any moment: always exactly one answer for each message", async () => {
  const assistant = again({ models: echo });
  await Promise.all(
    Array.from({ length: 40 }, async (_, i) => {
      const call = caller();
      const listener = new Listener();
      const { conversationId } = await assistant.send(call, { content: "x" }, listener);
      await sleep(i % 12);
      await assistant.cancel(call, conversationId);
      await listener.answered();
      const roles = (await allMessages(assistant, call, conversationId)).map(({ role }) => role);
      expect(roles).toEqual(["user", "assistant"]);
    }),
  );
});

test("removing the conversation stops its turn and nothing of it comes back", async () => {
  const assistant = again({ models: stuck(true) });
  const call = caller();
  const listener = new Listener();
  const { conversationId } = await assistant.send(call, { content: "x" }, listener);
  await listener.until(({ text }) => text === "half");
  await assistant.conversations.remove(call, conversationId);
  await expect.poll(() => assistant.running()).toBe(0);
  expect(listener.entries).toEqual([]);
});

test("a turn ends with the session that began it", async () => {
  let end = () => {};
  const assistant = again({
    models: stuck(true),
    sessions: {
      isLive: async () => true,
      watch: (_, ended) => {
        end = ended;
        return () => {};
      },
    },
  });
  const listener = new Listener();
  await assistant.send(caller(), { content: "x" }, listener);
  await listener.until(({ text }) => text === "half");
  end();
  await listener.answered();
  expect(listener.answers[0]?.error).toBe("cancelled");
});

test("drain interrupts what does not finish, and takes no more", async () => {
  const assistant = again({ models: stuck(false) });
  const listener = new Listener();
  await assistant.send(caller(), { content: "x" }, listener);
  await listener.until(({ text }) => text === "half");
  await assistant.drain(30);
  expect(listener.answers[0]).toMatchObject({ error: "interrupted" });
  expect(listener.answers[0]?.content).toMatch(/^half\n\nThe answer was interrupted/);
  await expect(assistant.send(caller(), { content: "x" })).rejects.toMatchObject({ code: "shutting_down" });
});

test("a turn that a crash cut is closed at the next start, once, and never run again", async () => {
  const call = caller();
  const crashed = again({ models: stuck(false) });
  const { conversationId } = await crashed.send(call, { content: "x", clientId: "c1" });
  const { deps } = world;
  const closed = await Promise.all([closeInterruptedTurns(deps), closeInterruptedTurns(deps)]);
  expect(Math.max(...closed)).toBeGreaterThanOrEqual(1);
  expect(await closeInterruptedTurns(deps)).toBe(0);
  let asked = 0;
  const next = again({
    models: scripted(async function* () {
      asked++;
      yield { type: "end", reason: "stop" };
    }),
  });
  const repeat = await next.send(call, { content: "x", clientId: "c1" });
  expect(repeat.repeated).toBe(true);
  await sleep(20);
  expect(asked).toBe(0);
  const stored = await allMessages(next, call, conversationId);
  expect(stored.map(({ role, error }) => [role, error])).toEqual([
    ["user", null],
    ["assistant", "interrupted"],
  ]);
  // The process that was believed dead answers after all: too late, and nothing is added.
  await crashed.drain(0);
  expect(await allMessages(next, call, conversationId)).toHaveLength(2);
});

test("a message whose sender never heard that it was stored is answered when it is repeated", async () => {
  const call = caller();
  const lost = again({
    models: echo,
    audit: {
      ...audit,
      async submit(kind, input) {
        await audit.submit(kind, input);
        throw new Error("the answer was lost");
      },
    },
  });
  await expect(lost.send(call, { content: "x", clientId: "c1" })).rejects.toThrow("lost");
  const assistant = again({ models: echo });
  const listener = new Listener();
  expect((await assistant.send(call, { content: "x", clientId: "c1" }, listener)).repeated).toBe(true);
  await listener.answered();
  expect(listener.answers).toMatchObject([{ seq: 2, content: "re: x", error: null }]);
});

test("a failing model: tried again before the first word, never after it; the person is told in plain words", async () => {
  let tries = 0;
  const call = caller();
  const flaky = again({
    models: scripted(async function* () {
      if (++tries < 3) throw new ModelFailure("overloaded");
      yield { type: "text", text: "third" };
      throw new ModelFailure("unreachable", { cause: new Error("key sk-secret at 10.0.0.1") });
    }),
  });
  const listener = new Listener();
  const { conversationId } = await flaky.send(call, { content: "x" }, listener);
  await listener.answered();
  expect(tries).toBe(3);
  expect(listener.answers[0]).toMatchObject({ error: "provider_unavailable" });
  expect(listener.answers[0]?.content).toMatch(/^third\n\nThe model's provider could not be reached/);
  const { items } = await audit.search({ about: conversationId, limit: 50 });
  expect(items[0]).toMatchObject({ event: "turn_failed", details: { reason: "unreachable" } });
  expect(JSON.stringify([items, listener.frames])).not.toMatch(/sk-secret|10\.0\.0/);
});

test.each([
  ["silent", { silenceMs: 30 }, "provider_unavailable"],
  ["out_of_time", { turnMs: 30 }, "provider_unavailable"],
  ["too_large", { answerCharacters: 3 }, "provider_unavailable"],
])("a model that is %s is stopped", async (reason, limits, error) => {
  const assistant = again({ models: stuck(false), limits });
  const listener = new Listener();
  const { conversationId } = await assistant.send(caller(), { content: "x" }, listener);
  await listener.answered();
  expect(listener.answers[0]?.error).toBe(error);
  const { items } = await audit.search({ about: conversationId, event: "turn_failed", limit: 1 });
  expect(items[0]?.details["reason"]).toBe(reason);
});

test("an error of ours is internal, and its words stay inside", async () => {
  const assistant = again({
    models: scripted(() => {
      throw new Error("private words");
    }),
  });
  const listener = new Listener();
  await assistant.send(caller(), { content: "x" }, listener);
  await listener.answered();
  expect(listener.answers[0]?.error).toBe("internal");
  expect(JSON.stringify(listener.frames)).not.toContain("private words");
});

import { setTimeout as sleep, setImmediate as tick } from "node:timers/promises";
import { expect, test } from "vitest";
import { allMessages, assistantWorld, caller, Listener, scripted } from "../../_support/assistant.ts";
import { testDatabase } from "../../_support/database.ts";
import { sized } from "../../_support/size.ts";

const { again } = await assistantWorld(await testDatabase());

test("listeners that come and go at any moment miss nothing and are told nothing twice", async () => {
  const assistant = again({
    limits: { waitingPerConversation: 10_000, waiting: 10_000 },
    models: scripted(async function* () {
      for (let i = 0; i < 5; i++) {
        yield { type: "text", text: `w${i} ` };
        await tick();
      }
      yield { type: "end", reason: "stop" };
    }),
  });
  const call = caller();
  const { conversation_id: id } = await assistant.conversations.create(call, {});
  const count = sized(60, 600);
  let sending = true;
  const sender = (async () => {
    for (let i = 0; i < count; i++) {
      await assistant.send(call, { content: `m${i}`, conversationId: id });
      if (i % 7 === 0) await sleep(1);
    }
    sending = false;
  })();
  const reader = async (pause: number) => {
    let after = 0;
    const seqs: number[] = [];
    while (seqs.length < 2 * count) {
      const listener = new Listener();
      const subscription = await assistant.subscribe(call, id, after, listener);
      await sleep(pause + (sending ? 0 : 20));
      subscription.end();
      seqs.push(...listener.entries.map(({ seq }) => seq));
      after = seqs.at(-1) ?? 0;
    }
    return seqs;
  };
  const [, ...all] = await Promise.all([sender, reader(0), reader(1), reader(3), reader(10)]);
  const expected = Array.from({ length: 2 * count }, (_, i) => i + 1);
  for (const seqs of all) expect(seqs).toEqual(expected);
  expect(await allMessages(assistant, call, id)).toHaveLength(2 * count);
}, 60_000);

test("who joins while an answer is written gets what was said as partial, and the rest as deltas", async () => {
  const words: string[] = [];
  let enough = false;
  const assistant = again({
    models: scripted(async function* () {
      while (!enough || words.length < 50) {
        words.push(`word${words.length} `);
        yield { type: "text", text: words.at(-1) ?? "" };
        if (words.length % 3 === 0) await tick();
      }
      yield { type: "end", reason: "stop" };
    }),
  });
  const call = caller();
  const { conversationId: id } = await assistant.send(call, { content: "x" });
  const joined: { listener: Listener; partial: string }[] = [];
  const join = async () => {
    const listener = new Listener();
    const { partial } = await assistant.subscribe(call, id, 1, listener);
    joined.push({ listener, partial });
  };
  while (joined.filter(({ partial }) => partial !== "").length < 20) await join();
  enough = true;
  while ((await assistant.conversations.get(call, id)).busy) await join();
  for (const { listener, partial } of joined) {
    await listener.answered();
    // Either the text was followed live to its end, or it was finished already when this one joined.
    expect([words.join(""), ""]).toContain(partial + listener.text);
    expect(listener.answers).toHaveLength(1);
  }
});

test("a listener that throws ends itself only", async () => {
  const assistant = again();
  const call = caller();
  const { conversation_id: id } = await assistant.conversations.create(call, {});
  const good = new Listener();
  await assistant.subscribe(call, id, 0, {
    push: () => {
      throw new Error("gone");
    },
  });
  await assistant.subscribe(call, id, 0, good);
  await assistant.send(call, { content: "x", conversationId: id });
  await good.answered();
  expect(good.entries.map(({ seq }) => seq)).toEqual([1, 2]);
});

test("unsubscribe ends every subscription of the listener", async () => {
  const assistant = again();
  const call = caller();
  const listener = new Listener();
  const other = new Listener();
  const ids = await Promise.all(
    [1, 2].map(async () => (await assistant.conversations.create(call, {})).conversation_id),
  );
  for (const id of ids) {
    await assistant.subscribe(call, id, 0, listener);
    await assistant.subscribe(call, id, 0, other);
  }
  assistant.unsubscribe(listener);
  for (const id of ids) await assistant.send(call, { content: "x", conversationId: id });
  await other.answered(2);
  expect(listener.frames).toEqual([]);
});

test("the sender is not told its own message, its other sockets are", async () => {
  const assistant = again();
  const call = caller();
  const { conversation_id: id } = await assistant.conversations.create(call, {});
  const [sender, other] = [new Listener(), new Listener()];
  await assistant.subscribe(call, id, 0, sender);
  await assistant.subscribe(call, id, 0, other);
  await assistant.send(call, { content: "x", conversationId: id }, sender);
  await sender.answered();
  await other.answered();
  expect(sender.entries.map(({ seq }) => seq)).toEqual([2]);
  expect(other.entries.map(({ seq }) => seq)).toEqual([1, 2]);
});

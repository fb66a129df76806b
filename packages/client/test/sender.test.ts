import { expect, test } from "vitest";
import { sized } from "../../server/test/_support/size.ts";
import { openChannel } from "../src/channel.ts";
import { type Environment, platform } from "../src/environment.ts";
import { memoryOutbox, memoryStore } from "../src/stores/memory.ts";
import { credentialsFor, device, fakeServer, until } from "./_support/device.ts";
import { defaultConversation, type Moment } from "./_support/fake-server.ts";

const moments: readonly Moment[] = ["frame in", "done, not answered", "answered", "between deltas"];
const rounds = sized(16, 100);
const messages = Array.from({ length: 10 }, (_, number) => `message ${number}`);

/** Repeatable randomness (mulberry32): a failure names its seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Every wait is short: the server of this test cuts the line far more often than any back-off expects. */
const impatient: Partial<Environment> = {
  setTimer: (work, ms) => platform.setTimer(work, Math.min(ms / 50, 200)),
};

async function cutAndCompare(seed: number): Promise<void> {
  const server = await fakeServer();
  const random = randomFrom(seed);
  const moment = moments[seed % moments.length];
  server.cut = (now) => (now === moment ? random() < 0.2 : random() < 0.02);
  const client = await device(server, { environment: impatient });
  const view = client.conversation();
  const acks = await Promise.all(messages.map((content) => view.send(content).acknowledged));
  server.cut = () => false;
  const taken = server.conversations.get(defaultConversation) ?? [];
  const mine = taken.filter(({ role }) => role === "user");
  expect(mine.map(({ content }) => content)).toEqual(messages);
  expect(acks.map(({ seq }) => seq)).toEqual(mine.map(({ seq }) => seq));
  await until(() => view.state().entries.length === 2 * messages.length, "everything is shown");
  expect(view.state().entries.map(({ seq }) => seq)).toEqual(taken.map(({ seq }) => seq));
  expect(view.state().entries.map(({ content }) => content)).toEqual(taken.map(({ content }) => content));
  expect(view.state().waiting).toEqual([]);
}

test(`the line is cut at every point, ${rounds} times: each message arrives once, in order`, async () => {
  const seeds = Array.from({ length: rounds }, (_, index) => index + 1);
  const outcomes = await Promise.allSettled(seeds.map(cutAndCompare));
  const failed = outcomes.flatMap((outcome, index) =>
    outcome.status === "rejected" ? [{ seed: seeds[index], reason: String(outcome.reason) }] : [],
  );
  expect(failed).toEqual([]);
});

test("negative control: a client that gives each attempt a new id does send twice", async () => {
  const server = await fakeServer();
  let losses = 1;
  server.cut = (moment, frame) => moment === "done, not answered" && frame.type === "message" && losses-- > 0;
  const naive = async (): Promise<void> => {
    const channel = await openChannel(server.url, platform, () => {});
    await channel.request({ type: "message", content: "hello" }, 1_000).catch(naive);
    channel.abandon();
  };
  await naive();
  const taken = server.conversations.get(defaultConversation) ?? [];
  expect(taken.filter(({ content }) => content === "hello")).toHaveLength(2);
});

test("messages written offline survive a restart and go out in order", async () => {
  const server = await fakeServer();
  const outbox = memoryOutbox();
  await server.stop();
  const first = await device(server, { outbox });
  const view = first.conversation();
  view.send("one");
  view.send("two");
  await until(() => first.queue().length === 2, "queued");
  first.close();

  await server.start();
  const second = await device(server, { outbox });
  second.conversation().send("three");
  await until(() => second.queue().length === 0 && second.state().status === "online", "sent");
  const taken = (server.conversations.get(defaultConversation) ?? []).filter(({ role }) => role === "user");
  expect(taken.map(({ content }) => content)).toEqual(["one", "two", "three"]);
  expect(await outbox.load()).toEqual([]);
});

test("a refused message tells its sender and lets the next one through", async () => {
  const server = await fakeServer();
  server.override = (frame) =>
    frame.type === "message" && frame.content === "bad"
      ? [{ type: "error", code: "model_unknown", message: "No provider is configured for this model." }]
      : undefined;
  const client = await device(server);
  const view = client.conversation();
  const bad = view.send("bad");
  const good = view.send("good");
  await expect(bad.acknowledged).rejects.toMatchObject({ code: "model_unknown" });
  await expect(good.acknowledged).resolves.toMatchObject({ seq: 1 });
  expect(view.state().waiting.map(({ message, failed }) => [message.id, failed?.code])).toEqual([
    [bad.id, "model_unknown"],
  ]);
  server.override = () => undefined;
  view.retry(bad.id);
  await until(() => view.state().waiting.length === 0, "sent at last");
});

test("a server in trouble gets the same id again, not another message", async () => {
  const server = await fakeServer();
  let troubles = 2;
  server.override = (frame) =>
    frame.type === "message" && troubles-- > 0
      ? [{ type: "error", code: "record_unavailable", message: "Repeat with the same id.", retry_after: 1 }]
      : undefined;
  const client = await device(server);
  const sending = client.conversation().send("hello");
  await sending.acknowledged;
  const ids = server.heard.filter(({ type }) => type === "message").map(({ id }) => id);
  expect(ids).toEqual([sending.id, sending.id, sending.id]);
});

test("signing out forgets credentials and queue", async () => {
  const server = await fakeServer();
  const store = memoryStore(await credentialsFor(server));
  const outbox = memoryOutbox();
  const client = await device(server, { store, outbox });
  await until(() => client.state().status === "online", "online");
  await server.stop();
  client.conversation().send("never mind");
  await client.signOut();
  expect(client.state()).toEqual({ status: "ended", reason: "signed_out" });
  expect([await store.get(), await outbox.load()]).toEqual([undefined, []]);
});

import type { ServerFrame } from "@entobot/contract/frames";
import { expect, test } from "vitest";
import { backOff } from "../src/back-off.ts";
import type { ConnectionState } from "../src/connection-state.ts";
import { device, fakeServer, hasty, until } from "./_support/device.ts";
import { defaultConversation, type FakeServer } from "./_support/fake-server.ts";

// How a client behaves before a server that has told it to come later. Its clock runs fifty times as fast.

const limited = (retry_after: number): readonly ServerFrame[] => [
  { type: "error", code: "rate_limited", message: "Too many requests. Try again later.", retry_after },
];
const heard = (server: FakeServer, type: string) =>
  server.heard.filter((frame) => frame.type === type).length;
const offline = (state: ConnectionState) => (state.status === "offline" ? state : undefined);

test("never earlier than told, a little later each, and no told time is believed without end", () => {
  for (const random of [0, 0.5, 0.999]) {
    expect(backOff(1, () => random, 20)).toBeGreaterThanOrEqual(20_000);
    expect(backOff(1, () => random, 20)).toBeLessThanOrEqual(30_000);
    expect(backOff(1, () => random, 1e9)).toBeLessThanOrEqual(3_610_000);
    expect(backOff(20, () => random, 1)).toBeGreaterThanOrEqual(30_000);
  }
  expect(new Set([0, 0.3, 0.6, 0.9].map((random) => backOff(1, () => random, 20))).size).toBe(4);
});

test("a message that is one too many waits as told, is said to wait, and goes before those behind it", async () => {
  const server = await fakeServer();
  const client = await device(server);
  const view = client.conversation();
  await until(() => view.state().loaded, "loaded");
  let refusals = 2;
  server.override = ({ type }) => (type === "message" && refusals-- > 0 ? limited(20) : undefined);
  const asked = hasty.now();
  const acks = ["one", "two", "three"].map((content) => view.send(content).acknowledged);
  await until(() => view.state().waiting.some(({ heldUntil }) => heldUntil !== null), "held");
  const until_ = view.state().waiting[0]?.heldUntil as number;
  expect(until_ - asked).toBeGreaterThanOrEqual(20_000);
  expect(client.state().status).toBe("online");
  // Neither a person nor a phone that wakes up hurries it.
  client.retryNow();
  const places = (await Promise.all(acks)).map(({ seq }) => seq);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(hasty.now() - asked).toBeGreaterThanOrEqual(40_000);
  expect(heard(server, "message")).toBe(2 + 3);
  const taken = server.conversations.get(defaultConversation) ?? [];
  expect(taken.filter(({ role }) => role === "user").map(({ content }) => content)).toEqual([
    "one",
    "two",
    "three",
  ]);
  expect(view.state().waiting).toEqual([]);
});

test("a new connection is no reason to ask earlier", async () => {
  const server = await fakeServer();
  const client = await device(server);
  const view = client.conversation();
  await until(() => view.state().loaded, "loaded");
  let refusals = 1;
  server.override = ({ type }) => (type === "message" && refusals-- > 0 ? limited(60) : undefined);
  const sending = view.send("patient");
  await until(() => (view.state().waiting[0]?.heldUntil ?? null) !== null, "held");
  const { heldUntil } = view.state().waiting[0] as { heldUntil: number };
  server.closeAll(1012);
  await until(() => client.state().status !== "online", "away");
  await until(() => client.state().status === "online", "back");
  if (hasty.now() < heldUntil) expect(heard(server, "message")).toBe(1);
  await sending.acknowledged;
  expect(hasty.now()).toBeGreaterThanOrEqual(heldUntil);
  expect(heard(server, "message")).toBe(2);
});

test("a conversation that could not be opened is opened when it may be; meanwhile the reason is there", async () => {
  const server = await fakeServer();
  let refusals = 2;
  server.override = ({ type }) => (type === "resume" && refusals-- > 0 ? limited(5) : undefined);
  server.say(defaultConversation, "user", "from before");
  const client = await device(server);
  const view = client.conversation();
  await until(() => view.state().problem?.code === "rate_limited", "told");
  await until(() => view.state().loaded, "loaded");
  expect(view.state()).toMatchObject({ problem: null, entries: [{ content: "from before" }] });
  expect(heard(server, "resume")).toBe(3);
});

test.each([
  [
    "a refused sign-in",
    (server: FakeServer) => {
      let refusals = 1;
      server.override = ({ type }) => (type === "auth" && refusals-- > 0 ? limited(30) : undefined);
    },
    30_000,
  ],
  [
    "a socket closed with 4429",
    (server: FakeServer) => {
      const poll = setInterval(() => {
        if (heard(server, "resume") === 0) return;
        clearInterval(poll);
        server.closeAll(4429);
      }, 5);
    },
    5_000,
  ],
])("after %s it comes back as told, and nobody can hurry it", async (_name, refuse, least) => {
  const server = await fakeServer();
  refuse(server);
  const client = await device(server);
  client.conversation();
  await until(() => offline(client.state())?.reason === "rate_limited", "told");
  const began = hasty.now();
  const { retryAt } = client.state() as { retryAt: number };
  expect(retryAt - began).toBeGreaterThan(0.8 * least);
  const before = heard(server, "auth");
  for (let i = 0; i < 20; i++) {
    client.retryNow();
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  expect(heard(server, "auth")).toBe(before);
  await until(() => client.state().status === "online", "online");
  expect(hasty.now()).toBeGreaterThanOrEqual(retryAt);
  expect(heard(server, "auth")).toBe(before + 1);
  client.close();
});

test("a server that cannot be reached while a refresh is due is not stormed", async () => {
  const server = await fakeServer();
  let refused = 1;
  server.override = ({ type, id }) =>
    type === "auth" && refused-- > 0
      ? [{ type: "error", id, code: "invalid_credentials", message: "Invalid token" } as ServerFrame]
      : undefined;
  let opened = 0;
  const client = await device(server, {
    environment: {
      ...hasty,
      openSocket(url) {
        if (++opened === 2) void server.stop();
        return new WebSocket(opened === 1 ? url : "ws://127.0.0.1:9/");
      },
    },
  });
  await until(() => opened >= 2, "tried again");
  await new Promise((resolve) => setTimeout(resolve, 300));
  // Fifteen seconds of its own time: half a second, a second, two, four, eight.
  expect(opened).toBeLessThan(9);
  client.close();
});

import { expect, test } from "vitest";
import { connect } from "../src/connect.ts";
import type { ConnectionState } from "../src/connection-state.ts";
import { memoryStore } from "../src/stores/memory.ts";
import { credentialsFor, device, fakeServer, hasty, until } from "./_support/device.ts";

const endOf = (state: ConnectionState) => (state.status === "ended" ? state.reason : state.status);

test("an unpaired device is told so and opens nothing", async () => {
  const client = connect({ store: memoryStore(), environment: hasty });
  await until(() => endOf(client.state()) === "not_paired", "not paired");
});

test("it comes back by itself after the server was away, and says meanwhile when it tries again", async () => {
  const server = await fakeServer();
  const client = await device(server);
  const seen: ConnectionState[] = [];
  client.on("state", (state) => seen.push(state));
  await until(() => client.state().status === "online", "online");
  await server.stop();
  await until(() => client.state().status === "offline", "offline");
  const offline = client.state();
  expect(offline).toMatchObject({ status: "offline", reason: "network" });
  await server.start();
  await until(() => client.state().status === "online", "online again");
  expect(seen.filter(({ status }) => status === "offline").length).toBeGreaterThan(0);
});

test.each([
  [4403, "removed"],
  [4401, "refused"],
] as const)(
  "a socket closed with %i ends the client, which keeps its credentials and never comes back",
  async (code, reason) => {
    const server = await fakeServer();
    const store = memoryStore(await credentialsFor(server, { refreshToken: null }));
    const client = await device(server, { store });
    await until(() => client.state().status === "online", "online");
    server.closeAll(code);
    await until(() => client.state().status === "ended", "ended");
    expect(endOf(client.state())).toBe(reason);
    const attempts = server.heard.filter(({ type }) => type === "auth").length;
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(server.heard.filter(({ type }) => type === "auth")).toHaveLength(attempts);
    expect(await store.get()).toBeDefined();
  },
);

test("credentials that the server does not know are tried once more after a refresh, then never again", async () => {
  const server = await fakeServer();
  const store = memoryStore(await credentialsFor(server, { accessToken: "stale", refreshToken: "stale" }));
  const client = await device(server, { store });
  await until(() => client.state().status === "ended", "ended");
  expect(endOf(client.state())).toBe("refused");
  expect(server.heard.map(({ type }) => type)).toEqual(["auth", "refresh"]);
});

test("a token that ended on the server's clock is renewed without asking the person", async () => {
  const server = await fakeServer();
  const store = memoryStore(await credentialsFor(server, { accessToken: "ended early" }));
  const client = await device(server, { store });
  await until(() => client.state().status === "online", "online");
  expect((await store.get())?.accessToken).toBe("access-1");
  expect(server.heard.map(({ type }) => type)).toEqual(["auth", "refresh", "auth"]);
});

test.each([1012, 4413, 4503, 4429])("close code %i is a reason to come back, not to end", async (code) => {
  const server = await fakeServer();
  const client = await device(server);
  await until(() => client.state().status === "online", "online");
  server.closeAll(code);
  await until(() => client.state().status !== "online", "gone");
  await until(() => client.state().status === "online", "back");
});

test("a server that is passingly unable to authenticate is asked again", async () => {
  const server = await fakeServer();
  let refusals = 3;
  server.override = (frame) =>
    frame.type === "auth" && refusals-- > 0
      ? [{ type: "error", code: "database_unavailable", message: "Try again in a moment." }]
      : undefined;
  const client = await device(server);
  await until(() => client.state().status === "online", "online");
  expect(server.heard.filter(({ type }) => type === "auth")).toHaveLength(4);
});

test("a dead line is noticed by the heartbeat", async () => {
  const server = await fakeServer();
  const client = await device(server);
  await until(() => client.state().status === "online", "online");
  server.override = (frame) => (frame.type === "ping" ? [] : undefined);
  const states: string[] = [];
  client.on("state", ({ status }) => states.push(status));
  await until(() => states.includes("offline"), "offline");
});

test("waking up tries at once", async () => {
  const server = await fakeServer();
  const listeners: (() => void)[] = [];
  const client = await device(server, {
    environment: {
      random: () => 1,
      onWake: (listener) => {
        listeners.push(listener);
        return () => {};
      },
    },
  });
  await until(() => client.state().status === "online", "online");
  await server.stop();
  await until(() => client.state().status === "offline", "offline");
  await server.start();
  for (const listener of listeners) listener();
  // The back-off alone would be half a second at least.
  await until(() => client.state().status === "online", "online", 400);
});

test("a platform that says there is no network is believed at once, and that it is back too", async () => {
  const server = await fakeServer();
  const listeners = { lost: [] as (() => void)[], wake: [] as (() => void)[] };
  const client = await device(server, {
    environment: {
      random: () => 1,
      onLost: (lost) => {
        listeners.lost.push(lost);
        return () => {};
      },
      onWake: (wake) => {
        listeners.wake.push(wake);
        return () => {};
      },
    },
  });
  await until(() => client.state().status === "online", "online");
  const seen: ConnectionState[] = [];
  client.on("state", (state) => seen.push(state));
  // The line itself is dead without a word: nothing else would tell for half a minute.
  server.override = () => [];
  for (const lost of listeners.lost) lost();
  await until(() => seen[0]?.status === "offline", "offline", 2_000);
  expect(seen[0]).toMatchObject({ status: "offline", reason: "network" });
  server.override = () => undefined;
  for (const wake of listeners.wake) wake();
  await until(() => client.state().status === "online", "online again");
  expect(seen.map(({ status }) => status)).toEqual(["offline", "connecting", "online"]);
});

test("a network that comes back during an attempt is not forgotten when that attempt fails", async () => {
  const server = await fakeServer();
  let wake = () => {};
  let attempts = 0;
  const client = await device(server, {
    environment: {
      random: () => 1,
      onWake: (listener) => {
        wake = listener;
        return () => {};
      },
      openSocket(url) {
        attempts += 1;
        if (attempts === 1) queueMicrotask(wake);
        return new WebSocket(attempts === 1 ? "ws://127.0.0.1:1/" : url);
      },
    },
  });
  const seen: string[] = [];
  client.on("state", ({ status }) => seen.push(status));
  await until(() => client.state().status === "online", "online");
  // The first “connecting” was over before anybody could listen. What is not here is “offline”: nobody waited.
  expect(seen).toEqual(["connecting", "online"]);
});

test("who was shut out by the allow-list is told so, also while the door stays closed", async () => {
  const server = await fakeServer();
  const client = await device(server, { environment: { random: () => 0 } });
  await until(() => client.state().status === "online", "online");
  const reasons: string[] = [];
  client.on("state", (state) => {
    if (state.status === "offline") reasons.push(state.reason);
  });
  server.closeAll(4430);
  await until(() => reasons.length > 0, "offline");
  await server.stop();
  await until(() => reasons.length > 1, "refused again");
  expect(new Set(reasons)).toEqual(new Set(["address_refused"]));
  await server.start();
  await until(() => client.state().status === "online", "let in again");
  await server.stop();
  await until(() => client.state().status === "offline", "the line is lost");
  expect(client.state()).toMatchObject({ reason: "network" });
});

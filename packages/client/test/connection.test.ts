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

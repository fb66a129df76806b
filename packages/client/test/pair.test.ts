import { expect, test } from "vitest";
import { pair } from "../src/pair.ts";
import { memoryOutbox, memoryStore } from "../src/stores/memory.ts";
import { fakeServer } from "./_support/device.ts";

const payload = (url: string, token: string) => ({
  session_id: "pai_1",
  websocket_url: url,
  temp_token: token,
  timestamp: 1_800_000_000,
});

test("pairing registers a key of the device's own and stores what it got", async () => {
  const server = await fakeServer();
  const store = memoryStore();
  const credentials = await pair(payload(server.url, "right"), {
    store,
    deviceInfo: { device_name: "Desk" },
  });
  expect(await store.get()).toBe(credentials);
  expect(credentials).toMatchObject({
    accessToken: "access-0",
    refreshToken: "refresh-0",
    websocketUrl: server.url,
  });
  expect(credentials.key.privateKey.extractable).toBe(false);
  const frame = server.heard[0];
  expect(frame).toMatchObject({ type: "pair", public_key: credentials.key.publicKey });
});

test("a refused pairing stores nothing and says why", async () => {
  const server = await fakeServer();
  const store = memoryStore();
  await expect(pair(payload(server.url, "wrong"), { store })).rejects.toMatchObject({
    code: "pairing_invalid",
    message: "Invalid pairing credentials",
  });
  expect(await store.get()).toBeUndefined();
});

test("no credential is asked for over an open line to another machine", async () => {
  const opened: string[] = [];
  const openSocket = (url: string) => {
    opened.push(url);
    return new WebSocket(url);
  };
  const pairing = pair(payload("ws://192.0.2.1:18791/", "right"), {
    store: memoryStore(),
    environment: { openSocket },
  });
  await expect(pairing).rejects.toMatchObject({ code: "configuration" });
  expect(opened).toEqual([]);
});

test("what an earlier device left in the queue is not sent by the new one", async () => {
  const server = await fakeServer();
  const outbox = memoryOutbox([{ id: "old", content: "another person's words", writtenAt: 1 }]);
  const refused = pair(payload(server.url, "wrong"), { store: memoryStore(), outbox });
  await expect(refused).rejects.toMatchObject({ code: "pairing_invalid" });
  expect(await outbox.load()).toHaveLength(1);
  await pair(payload(server.url, "right"), { store: memoryStore(), outbox });
  expect(await outbox.load()).toEqual([]);
});

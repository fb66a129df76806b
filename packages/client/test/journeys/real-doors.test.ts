import { expect, onTestFinished, test } from "vitest";
import { openDoors } from "../../../server/test/_support/doors.ts";
import { apiUrlBeside, connect } from "../../src/connect.ts";
import { pair } from "../../src/pair.ts";
import { memoryStore } from "../../src/stores/memory.ts";
import { until } from "../_support/device.ts";

/** The SDK before the server's own doors; only what stands behind them is not real. */
async function pairedAtTheDoor() {
  const doors = await openDoors();
  const websocketUrl = `ws://127.0.0.1:${doors.ports.web}/ws`;
  const store = memoryStore();
  const payload = {
    session_id: "pairing",
    websocket_url: websocketUrl,
    temp_token: "right-token",
    timestamp: 1,
  };
  await pair(payload, { store, deviceInfo: { device_name: "Desk" } });
  const { accessToken } = (await store.get()) ?? { accessToken: "" };
  const session = doors.sessions.byCredential.get(accessToken);
  if (session === undefined) throw new Error("no session");
  const open = () => {
    const client = connect({ store, websocketUrl });
    onTestFinished(() => client.close());
    return client;
  };
  return { doors, session, store, open, websocketUrl };
}

test("pairs, connects, sends, and calls REST as the same device", async () => {
  const { doors, open, websocketUrl } = await pairedAtTheDoor();
  const client = open();
  await until(() => client.state().status === "online", "online");
  expect(apiUrlBeside(websocketUrl)).toBe(`http://127.0.0.1:${doors.ports.web}`);
  expect(await client.api?.devices.list()).toEqual({ items: [], next: null });
  const sending = client.conversation().send("hello");
  expect(await sending.acknowledged).toMatchObject({ seq: 1 });
  const sent = doors.domains.asked.find(({ what }) => what === "assistant.send");
  expect(sent?.with[1]).toMatchObject({ clientId: sending.id, content: "hello" });
});

test("a wrong pairing is refused in words", async () => {
  const { websocketUrl } = await pairedAtTheDoor();
  const payload = { session_id: "pairing", websocket_url: websocketUrl, temp_token: "guess", timestamp: 1 };
  await expect(pair(payload, { store: memoryStore() })).rejects.toMatchObject({ code: "pairing_invalid" });
});

test("a device that is removed knows it within a second and does not come back", async () => {
  const { doors, session, open, store } = await pairedAtTheDoor();
  const client = open();
  await until(() => client.state().status === "online", "online");
  doors.sessions.end(session, "device_removed");
  await until(() => client.state().status === "ended", "ended", 1_000);
  expect(client.state()).toEqual({ status: "ended", reason: "removed" });
  expect(await store.get()).toBeDefined();
  const again = open();
  await until(() => again.state().status === "ended", "ended at once");
});

test("a token that ended while the device slept is refreshed on the way in", async () => {
  const { session, open, doors } = await pairedAtTheDoor();
  session.expiresAt = Date.now() - 1_000;
  const client = open();
  await until(() => client.state().status === "online", "online");
  expect(doors.domains.asked.filter(({ what }) => what === "pairing.refresh")).toHaveLength(1);
});

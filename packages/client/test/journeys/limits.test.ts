import { expect, onTestFinished, test } from "vitest";
import { ask, bearer } from "../../../server/test/_support/doors.ts";
import { openRealDoors } from "../../../server/test/_support/doors-real.ts";
import { connect } from "../../src/connect.ts";
import type { Waiting } from "../../src/conversation-state.ts";
import { generateDeviceKey } from "../../src/device-key.ts";
import { memoryStore } from "../../src/stores/memory.ts";
import { until } from "../_support/device.ts";

const doors = await openRealDoors();
const { mobile, rest } = doors.server.ports;
const owner = await doors.person("owner");
const member = await doors.person("member");
const requests = 20;
const windowSeconds = 2;

test("more messages than the limit allows arrive once, in order, as fast as they may, and nobody hammers", async () => {
  const store = memoryStore({
    ...{ websocketUrl: `ws://127.0.0.1:${mobile}/`, accessToken: member.jwt, refreshToken: null },
    ...{ obtainedAt: Date.now() / 1000, expiresAt: Date.now() / 1000 + 3_600 },
    ...{ deviceId: member.deviceId as never, deviceName: "Phone", user: {} as never },
    key: await generateDeviceKey(false),
  });
  const client = connect({ store });
  onTestFinished(() => client.close());
  const view = client.conversation();
  await until(() => view.state().loaded, "loaded");
  await doors.reload({
    enterprise: { rate_limit_requests: requests, rate_limit_window_seconds: windowSeconds },
  });
  onTestFinished(() => doors.reload({}));
  const held: Waiting[] = [];
  view.subscribe(() => held.push(...view.state().waiting.filter(({ heldUntil }) => heldUntil !== null)));
  const began = Date.now();
  const texts = Array.from({ length: 50 }, (_, number) => `message ${number}`);
  const acks = await Promise.all(texts.map((text) => view.send(text).acknowledged));
  const tookMs = Date.now() - began;

  await until(() => view.state().entries.length === 2 * texts.length, "answered", 20_000);
  const mine = view.state().entries.filter(({ role }) => role === "user");
  expect(mine.map(({ content }) => content)).toEqual(texts);
  expect(acks.map(({ seq }) => seq)).toEqual(mine.map(({ seq }) => seq));
  expect(held.length).toBeGreaterThan(0);
  expect(client.state().status).toBe("online");

  // Fifty fill two windows and part of a third; each full one refused it about once.
  expect(tookMs).toBeGreaterThanOrEqual(2 * windowSeconds * 1_000);
  const records = await ask(rest, "/api/v1/audit?event=rate_limit_exceeded&limit=100", {
    headers: bearer(owner.jwt),
  });
  const items = records.json["items"] as { details: { count?: number } }[];
  const refused = items.reduce((sum, { details }) => sum + (details.count ?? 1), 0);
  expect(refused).toBeGreaterThan(0);
  expect(refused).toBeLessThanOrEqual(1 + Math.ceil(tookMs / (windowSeconds * 1_000)));
}, 60_000);

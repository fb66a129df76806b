import { expect, test, vi } from "vitest";
import type { Subscriber } from "../../src/assistant/index.ts";
import { openDoors } from "../_support/doors.ts";
import { TestPhone } from "../_support/doors-phone.ts";
import { aConversation } from "../_support/doors-world.ts";

/** A phone that authenticated, asked something and reads (or does not read) what follows. */
async function talking() {
  const doors = await openDoors();
  const subscribers: Subscriber[] = [];
  const send = doors.domains.assistant.send;
  Object.assign(doors.domains.assistant, {
    send: (...args: Parameters<typeof send>) => {
      if (args[2]) subscribers.push(args[2]);
      return send(...args);
    },
  });
  const session = doors.sessions.add("talker", "member", "device");
  async function phone() {
    const one = await new TestPhone(`ws://127.0.0.1:${doors.ports.mobile}`).open();
    await one.ask({ type: "auth", jwt_token: session.credential });
    await one.ask({ type: "message", content: "x" });
    return one;
  }
  return { doors, phone, subscribers };
}
const conversation_id = aConversation();

test("who does not read is let go within bounds, and the others do not wait", async () => {
  const { doors, phone, subscribers } = await talking();
  const reader = await phone();
  const sleeper = await phone();
  sleeper.ws.pause();
  const text = "x".repeat(16 * 1024);
  const rss = process.memoryUsage().rss;
  for (let i = 0; i < 1_000; i++) {
    for (const subscriber of subscribers) subscriber.push({ type: "delta", conversation_id, text });
    await new Promise((resolve) => setImmediate(resolve));
  }
  await vi.waitFor(
    () => expect(reader.frames.filter(({ type }) => type === "delta")).toHaveLength(1_000),
    10_000,
  );
  await vi.waitFor(() => expect(doors.realtime.connections()).toBe(1), { timeout: 4_000 });
  expect(process.memoryUsage().rss - rss).toBeLessThan(200 * 1024 * 1024);
  sleeper.ws.resume();
  expect((await sleeper.closed).code).not.toBe(1000);
  expect(sleeper.frames.length).toBeLessThan(900);
  reader.close();
});

test("frames of one turn of the event loop leave in one write", async () => {
  const { phone, subscribers } = await talking();
  const reader = await phone();
  const raw = (
    reader.ws as unknown as { _socket: { on(event: "data", seen: (chunk: Buffer) => void): void } }
  )._socket;
  const chunks: number[] = [];
  raw.on("data", (chunk) => chunks.push(chunk.length));
  for (let i = 0; i < 64; i++) subscribers[0]?.push({ type: "delta", conversation_id, text: `t${i}` });
  await vi.waitFor(
    () => expect(reader.frames.filter(({ type }) => type === "delta")).toHaveLength(64),
    10_000,
  );
  expect(reader.frames.slice(-64).map(({ text }) => text)).toEqual(
    Array.from({ length: 64 }, (_, i) => `t${i}`),
  );
  expect(chunks.length).toBeLessThanOrEqual(2);
  reader.close();
});

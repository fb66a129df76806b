import { setTimeout as sleep } from "node:timers/promises";
import type { ErrorCode } from "@entobot/contract/error-codes";
import { expect, test, vi } from "vitest";
import type { Subscriber } from "../../src/assistant/index.ts";
import { Failure } from "../../src/pure/failure.ts";
import { openDoors } from "../_support/doors.ts";
import { TestPhone } from "../_support/doors-phone.ts";
import { aConversation } from "../_support/doors-world.ts";

// S12: who was told to come later goes on, frame after frame. Each costs a read and a write if each is read when it comes.

const frames = 40;

/** A phone whose messages are all refused so, and what was looked at of them, when. */
async function flooding(code: ErrorCode) {
  const doors = await openDoors();
  const looked: number[] = [];
  const subscribers: Subscriber[] = [];
  Object.assign(doors.domains.assistant, {
    send: async (_call: unknown, _request: unknown, subscriber: Subscriber) => {
      looked.push(performance.now());
      subscribers.push(subscriber);
      throw new Failure(code, { retryAfter: 1 });
    },
  });
  const { credential } = doors.sessions.add("flood", "member", "device");
  const phone = await new TestPhone(`ws://127.0.0.1:${doors.ports.mobile}`).open();
  await phone.ask({ type: "auth", jwt_token: credential });
  const flood = async () => {
    for (let i = 0; i < frames; i++) {
      phone.say({ type: "message", id: `m${i}`, content: "more" });
      // All of it well within the second of rest, on a busy machine too.
      await sleep(4);
    }
  };
  /** Between two that were looked at, ms. */
  const longestRest = () => Math.max(...looked.slice(1).map((at, i) => at - (looked[i] ?? at)));
  const refused = () => phone.frames.filter(({ type }) => type === "error").map(({ id }) => id);
  return { phone, looked, subscribers, flood, refused, longestRest };
}

test.each(["busy", "rate_limited"] as const)(
  "told %s, a phone is read again after a second: all that came meanwhile is refused in one piece, in order",
  async (code) => {
    const { phone, looked, flood, refused, longestRest } = await flooding(code);
    await flood();
    await vi.waitFor(() => expect(looked).toHaveLength(frames), { timeout: 10_000 });
    expect(longestRest()).toBeGreaterThan(950);
    await vi.waitFor(() => expect(refused()).toEqual(Array.from({ length: frames }, (_, i) => `m${i}`)), {
      timeout: 3_000,
    });
    expect(await Promise.race([phone.closed, sleep(50)])).toBeUndefined();
    phone.close();
  },
);

test("its answer ends the rest: who waited for it is read at once", async () => {
  const { phone, looked, subscribers } = await flooding("busy");
  phone.say({ type: "message", content: "one" });
  await vi.waitFor(() => expect(looked).toHaveLength(1), 10_000);
  await sleep(50);
  phone.say({ type: "message", content: "two" });
  await sleep(150);
  expect(looked).toHaveLength(1);
  subscribers[0]?.push({
    ...{ type: "message", conversation_id: aConversation(), seq: 2, role: "assistant", content: "So." },
    ...{ model: null, usage: null, created_at: new Date(0).toISOString() },
  } as Parameters<Subscriber["push"]>[0]);
  await vi.waitFor(() => expect(looked).toHaveLength(2), { timeout: 900 });
  phone.close();
});

test("control: refused for anything else it is read as it sends, a frame at a time", async () => {
  const { phone, looked, flood, longestRest } = await flooding("conflict");
  await flood();
  await vi.waitFor(() => expect(looked).toHaveLength(frames), { timeout: 10_000 });
  expect(longestRest()).toBeLessThan(950);
  phone.close();
});

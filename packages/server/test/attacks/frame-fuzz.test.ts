import { describe, expect, test } from "vitest";
import { openDoors } from "../_support/doors.ts";
import { TestPhone } from "../_support/doors-phone.ts";
import { sized } from "../_support/size.ts";

const doors = await openDoors();
const url = `ws://127.0.0.1:${doors.ports.mobile}`;

/** Repeatable randomness (mulberry32): a failure can be run again. */
function generator(seed: number) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
const random = generator(20261124);
const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;

const types = [
  "pair",
  "auth",
  "message",
  "ping",
  "refresh",
  "resume",
  "cancel",
  "approve",
  "bridge_auth",
  "__proto__",
  "constructor",
  "",
  7,
  null,
  {},
  [],
];
const values = [
  undefined,
  null,
  true,
  0,
  -1,
  1e308,
  "",
  "x",
  "\u0000",
  "\u202e",
  "x".repeat(2_000),
  [],
  {},
  [[]],
  { a: { b: {} } },
  "__proto__",
];
const members = [
  "session_id",
  "temp_token",
  "device_info",
  "public_key",
  "jwt_token",
  "content",
  "conversation_id",
  "after",
  "refresh_token",
  "proof",
  "id",
  "role",
  "user_id",
  "model",
];

function anyFrame(): string | Buffer {
  const kind = random();
  if (kind < 0.15)
    return Buffer.from(
      Array.from({ length: 1 + Math.floor(random() * 200) }, () => Math.floor(random() * 256)),
    );
  if (kind < 0.2)
    return pick(["[".repeat(5_000), '{"a":'.repeat(2_000), '{"type":"auth","jwt_token":"x","type":"ping"}']);
  if (kind < 0.3) return `{"__proto__":{"admin":true},"type":"message","content":"x"}`;
  const frame: Record<string, unknown> = { type: pick(types) };
  for (let i = 0; i < 5; i++) frame[pick(members)] = pick(values);
  const text = JSON.stringify(frame);
  return kind < 0.4 ? text.slice(0, Math.floor(random() * text.length)) : text;
}

describe("D5: frames that nobody should send", () => {
  test("0 crashes, 0 accepted, 0 polluted prototypes", async () => {
    const count = sized(300, 1_000);
    const known = doors.sessions.add("known", "member", "device");
    const before = doors.domains.asked.length;
    for (let sent = 0; sent < count; ) {
      const phone = await new TestPhone(url).open();
      // A refused credential closes the socket, as it should; then the next one goes on.
      while (sent < count && phone.ws.readyState === phone.ws.OPEN) {
        phone.say(anyFrame());
        sent++;
        if (sent % 25 === 0) break;
      }
      phone.say({ type: "ping", id: "end" });
      await Promise.race([phone.closed, until(phone, (frame) => frame["id"] === "end")]);
      for (const frame of phone.frames) expect(["error", "auth_error", "pong"]).toContain(frame.type);
      phone.close();
    }
    const reached = doors.domains.asked.slice(before).map(({ what }) => what);
    expect(reached.every((what) => what === "pairing.redeem" || what === "pairing.refresh")).toBe(true);
    expect(({} as Record<string, unknown>)["admin"]).toBeUndefined();
    expect(doors.logged).toEqual([]);
    const phone = await new TestPhone(url).open();
    expect(await phone.ask({ type: "auth", jwt_token: known.credential })).toMatchObject({
      type: "auth_success",
    });
    phone.close();
  });

  test("a depth of 100,000 is one refused frame to somebody known too", async () => {
    doors.sessions.add("deep", "member", "device");
    const phone = await new TestPhone(url).open();
    await phone.ask({ type: "auth", jwt_token: "deep" });
    expect(await phone.ask(`{"type":"message","content":${"[".repeat(100_000)}`)).toMatchObject({
      message: "Invalid JSON",
    });
    expect(await phone.ask({ type: "ping" })).toEqual({ type: "pong" });
    phone.close();
  });

  test("control: the usual way of reading frames takes what is refused here", () => {
    const naive = (text: string) => JSON.parse(text) as { type: string; content?: string };
    const merged = Object.assign({}, naive('{"__proto__":{"admin":true},"type":"message","content":"x"}'));
    expect((merged as unknown as { admin?: boolean }).admin).toBe(true);
    expect(naive('{"type":"auth","jwt_token":"x","type":"ping"}').type).toBe("ping");
  });
});

async function until(phone: TestPhone, wanted: (frame: Record<string, unknown>) => boolean): Promise<void> {
  for (;;) if (wanted(await phone.next().catch(() => ({ type: "", id: "end" })))) return;
}

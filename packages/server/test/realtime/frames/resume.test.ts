import { describe, expect, test } from "vitest";
import { type Frame, TestPhone } from "../../_support/doors-phone.ts";
import { openRealDoors, type RealPerson } from "../../_support/doors-real.ts";

const doors = await openRealDoors();
const owner = await doors.person("owner");

async function phoneOf(person: RealPerson): Promise<TestPhone> {
  const phone = await new TestPhone(`ws://127.0.0.1:${doors.server.ports.mobile}`).open();
  await phone.ask({ type: "auth", jwt_token: person.jwt });
  return phone;
}

async function until(phone: TestPhone, last: (frame: Frame) => boolean): Promise<Frame[]> {
  const frames: Frame[] = [];
  for (;;) {
    const frame = await phone.next(10_000);
    frames.push(frame);
    if (last(frame)) return frames;
  }
}
const answered = (frame: Frame) => frame.type === "message" && frame["role"] === "assistant";
const resumed = (frame: Frame) => frame.type === "resumed";
const seqs = (frames: Frame[]) => frames.filter(({ type }) => type === "message").map(({ seq }) => seq);

describe("a conversation over sockets, with the real assistant", () => {
  test("ack first, then the answer as it is written, then the finished message", async () => {
    const phone = await phoneOf(owner);
    phone.say({ type: "message", content: "Which devices are paired?", id: "one" });
    const frames = await until(phone, answered);
    expect(frames[0]).toMatchObject({ type: "ack", id: "one", seq: 1 });
    expect(
      frames
        .filter(({ type }) => type === "delta")
        .map(({ text }) => text)
        .join(""),
    ).toContain(String(frames.at(-1)?.["content"]).slice(0, 20));
    phone.close();
  });

  test("the same id again is the same message", async () => {
    const phone = await phoneOf(owner);
    const again = await phone.ask({ type: "message", content: "Which devices are paired?", id: "one" });
    expect(again).toMatchObject({ type: "ack", seq: 1 });
    phone.say({ type: "message", content: "Something else", id: "one" });
    const frames = await until(phone, ({ type }) => type === "error");
    expect(frames.at(-1)).toMatchObject({ code: "idempotency_mismatch", id: "one" });
    phone.close();
  });

  test("another phone resumes the default conversation and then hears what is live", async () => {
    const first = await phoneOf(owner);
    const second = await phoneOf(owner);
    second.say({ type: "resume", after: 0, id: "r1" });
    const past = await until(second, resumed);
    expect(past.at(-1)).toMatchObject({ type: "resumed", id: "r1", busy: false, partial: "" });
    const before = seqs(past);
    expect(before).toEqual(Array.from({ length: before.length }, (_, i) => i + 1));
    expect(past.at(-1)?.["last_seq"]).toBe(before.length);

    first.say({ type: "message", content: "And now?", id: "two" });
    const live = seqs(await until(second, answered));
    expect(live[0]).toBe(before.length + 1);
    first.close();
    second.close();
  });

  test("a past far larger than what may wait for a socket arrives whole, at the phone's own pace", async () => {
    const person = await doors.person("member");
    const phone = await phoneOf(person);
    const content = "x".repeat(60_000);
    for (let i = 0; i < 12; i++) {
      phone.say({ type: "message", content, id: `long-${i}` });
      await until(phone, (frame) => frame.type === "ack");
    }
    await until(phone, answered);
    const late = await phoneOf(person);
    late.say({ type: "resume", after: 0 });
    late.ws.pause();
    await new Promise((resolve) => setTimeout(resolve, 300));
    late.ws.resume();
    const past = await until(late, resumed);
    const found = seqs(past);
    expect(found).toEqual(Array.from({ length: found.length }, (_, i) => i + 1));
    expect(past.filter(({ role }) => role === "user").every((frame) => frame["content"] === content)).toBe(
      true,
    );
    phone.close();
    late.close();
  });

  test("cancelling what does not run is no error; a foreign or unknown conversation is not found", async () => {
    const phone = await phoneOf(owner);
    expect(
      await phone.ask({ type: "resume", after: 0, conversation_id: `cnv_${"0".repeat(26)}` }),
    ).toMatchObject({
      code: "not_found",
    });
    expect(await phone.ask({ type: "resume", after: -1 })).toMatchObject({ code: "invalid_request" });
    phone.close();
  });
});

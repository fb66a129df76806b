import { afterAll, beforeAll, expect, test } from "vitest";
import { silentLog } from "../../src/log/index.ts";
import { Failure } from "../../src/pure/failure.ts";
import { ask, bearer, openDoors } from "../_support/doors.ts";
import { TestPhone } from "../_support/doors-phone.ts";
import { sized } from "../_support/size.ts";

const doors = await openDoors();
const { credential } = doors.sessions.add("owner", "owner", "device");
const thrown: unknown[] = [
  new Error("secret words"),
  new TypeError("secret words", { cause: new Error("secret words") }),
  Object.assign(new Error("secret words"), { code: "23505", detail: "Key (email)=(secret words)" }),
  "secret words",
  { secret: "secret words" },
  null,
  42,
  Symbol("secret words"),
  new Failure("internal", { detail: "secret words" }),
  Object.create(null),
];
const escaped: unknown[] = [];
const catchEscaped = (error: unknown) => escaped.push(error);
beforeAll(() => {
  process.on("uncaughtException", catchEscaped);
  process.on("unhandledRejection", catchEscaped);
});
afterAll(() => {
  process.off("uncaughtException", catchEscaped);
  process.off("unhandledRejection", catchEscaped);
});

test("J7: whatever a domain throws at a request or a frame, the answer is fixed words and the process goes on", async () => {
  const phone = await new TestPhone(`ws://127.0.0.1:${doors.ports.mobile}`).open();
  await phone.ask({ type: "auth", jwt_token: credential });
  for (let i = 0; i < sized(40, 200); i++) {
    const error = thrown[i % thrown.length];
    doors.domains.failNext = error;
    const answer = await ask(doors.ports.rest, "/api/v1/users", { headers: bearer(credential) });
    expect([answer.status, answer.json["code"]]).toEqual([500, "internal"]);
    expect(answer.text).not.toContain("secret");
    doors.domains.failNext = error;
    const frame = await phone.ask({ type: "message", content: "x", id: `m${i}` });
    expect(frame).toEqual({
      ...{ type: "error", id: `m${i}`, code: "internal" },
      message: "Something went wrong. Quote the request id to an administrator.",
    });
  }
  expect(escaped).toEqual([]);
  expect((await ask(doors.ports.rest, "/api/health")).status).toBe(200);
  phone.close();
});

test("even when the log cannot take what happened", async () => {
  const broken = () => {
    throw new Error("secret words");
  };
  const own = await openDoors({ log: { ...silentLog, error: broken } });
  own.sessions.add("one", "owner", "device");
  own.domains.failNext = new Error("secret words");
  const answer = await ask(own.ports.rest, "/api/v1/users", { headers: bearer("one") });
  expect(answer.json["code"]).toBe("internal");
  expect(answer.text).not.toContain("secret");
  expect(answer.headers["content-security-policy"]).toContain("default-src 'none'");
  const phone = await new TestPhone(`ws://127.0.0.1:${own.ports.mobile}`).open();
  await phone.ask({ type: "auth", jwt_token: "one" });
  own.domains.failNext = new Error("secret words");
  expect(await phone.ask({ type: "message", content: "x" })).toMatchObject({ code: "internal" });
  expect(await phone.ask({ type: "ping" })).toEqual({ type: "pong" });
  expect(escaped).toEqual([]);
  phone.close();
});

test("a stream that breaks in the middle ends that stream only", async () => {
  Object.assign(doors.domains.audit, {
    async *read() {
      yield [];
      throw new Error("secret words");
    },
  });
  const broken = ask(doors.ports.rest, "/api/v1/audit/export", { headers: bearer(credential) });
  await broken.then(
    (answer) => expect(answer.text).not.toContain("secret"),
    () => {},
  );
  expect(escaped).toEqual([]);
  expect((await ask(doors.ports.rest, "/api/health")).status).toBe(200);
});

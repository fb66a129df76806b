import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { ask, bearer } from "../_support/doors.ts";
import { TestPhone } from "../_support/doors-phone.ts";
import { openRealDoors } from "../_support/doors-real.ts";
import { goodPassword } from "../_support/identity.ts";

const doors = await openRealDoors();
const { rest, mobile } = doors.server.ports;
const owner = await doors.person("owner");

/** What 40 wrong credentials at once are answered at each door: HTTP statuses, or codes of frames. */
const wrong: readonly [door: string, from: string, one: (from: string) => Promise<number | string>][] = [
  [
    "password",
    "127.0.1.1",
    (from) => post("/api/v1/auth/sign-in", from, { email: owner.email, password: "no" }),
  ],
  [
    "pairing",
    "127.0.1.2",
    (from) =>
      post("/api/v1/auth/pair", from, {
        session_id: "pai_0123456789abcdefghjkmnpqrs",
        temp_token: "A".repeat(43),
        device_info: "x",
      }),
  ],
  ["refresh", "127.0.1.3", (from) => post("/api/v1/auth/refresh", from, { refresh_token: "A".repeat(43) })],
  ["token", "127.0.1.4", bearerAt],
  ["socket", "127.0.1.5", frameAt],
];

async function post(path: string, from: string, body: object): Promise<number> {
  return (await ask(rest, path, { method: "POST", from, body })).status;
}

async function bearerAt(from: string): Promise<number> {
  return (await ask(rest, "/api/v1/devices", { from, headers: bearer(`${owner.jwt}x`) })).status;
}

async function frameAt(from: string): Promise<string> {
  const phone = await new TestPhone(`ws://127.0.0.1:${mobile}/`, { localAddress: from }).open();
  const { code } = await phone.ask({ type: "auth", jwt_token: `${owner.jwt}x` });
  phone.close();
  return String(code);
}

const refusal: ReadonlySet<number | string> = new Set([429, "rate_limited"]);

describe("C5: wrong credentials", () => {
  test.each(wrong)(
    "%s: of 40 at once ten are looked at, then the address is locked",
    async (_door, from, one) => {
      const answers = await Promise.all(Array.from({ length: 40 }, () => one(from)));
      expect(answers.filter((answer) => refusal.has(answer))).toHaveLength(30);
      expect(refusal.has(await one(from))).toBe(true);
    },
  );

  test("the right password from a locked address waits too; from another it does not; who has a token goes on", async () => {
    const signIn = (from: string) =>
      ask(rest, "/api/v1/auth/sign-in", {
        method: "POST",
        from,
        body: { email: owner.email, password: goodPassword },
      });
    const locked = await signIn("127.0.1.1");
    expect(locked.status).toBe(429);
    expect(Number(locked.headers["retry-after"])).toBeGreaterThan(1);
    expect((await signIn("127.0.1.99")).status).toBe(200);
    const devices = await ask(rest, "/api/v1/devices", { from: "127.0.1.1", headers: bearer(owner.jwt) });
    expect(devices.status).toBe(200);
  });

  test("who is locked is listed, and let go within a second", async () => {
    const { lockouts, call } = doors.server.house;
    const operator = () => call({ kind: "operator", uid: 0 } as const, "cli");
    // Written once a second.
    await expect
      .poll(async () => (await lockouts.list(operator())).map(({ subject }) => subject).sort())
      .toEqual(wrong.map(([, from]) => from));
    await lockouts.release(operator(), "127.0.1.4");
    await expect.poll(() => bearerAt("127.0.1.4"), { timeout: 3_000 }).toBe(401);
    expect(await bearerAt("127.0.1.4")).toBe(401);
    expect((await lockouts.list(operator())).map(({ subject }) => subject)).not.toContain("127.0.1.4");
  });

  test("each is a line that fail2ban reads, with the reason", async () => {
    await sleep(300);
    const log = readFileSync(join(doors.home, "logs", "access.log"), "utf8");
    for (const [, from] of wrong) {
      const lines = log.split("\n").filter((line) => line.includes(`Authentication failed from ${from} `));
      expect(lines.length, from).toBeGreaterThanOrEqual(40);
      expect(lines.filter((line) => line.includes("reason=locked")).length, from).toBeGreaterThanOrEqual(30);
    }
  });

  test("control: a guard that counts after it has looked lets all 40 be looked at", async () => {
    let failures = 0;
    let looked = 0;
    const naive = async () => {
      if (failures >= 10) return;
      looked++;
      await sleep(1);
      failures++;
    };
    await Promise.all(Array.from({ length: 40 }, naive));
    expect(looked).toBe(40);
  });
});

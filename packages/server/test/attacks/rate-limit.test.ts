import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { type Answered, ask, bearer } from "../_support/doors.ts";
import { TestPhone } from "../_support/doors-phone.ts";
import { openRealDoors } from "../_support/doors-real.ts";

const doors = await openRealDoors();
const { rest, mobile } = doors.server.ports;
const owner = await doors.person("owner");
const member = await doors.person("member");
/** Making somebody has asked once by their device already. */
const askedBefore = 1;
await doors.reload({ enterprise: { rate_limit_requests: 60 } });

const at200 = async (one: () => Promise<Answered>) => Promise.all(Array.from({ length: 200 }, one));
const statuses = (answers: readonly Answered[]) => Object.groupBy(answers, ({ status }) => status);

describe("C3: 60 in 60 seconds, 200 at once", () => {
  test("an address without a credential gets exactly 60 answers, and is told when to come back", async () => {
    const from = "127.0.0.9";
    const answers = statuses(await at200(() => ask(rest, "/api/v1/devices", { from })));
    expect([answers[401]?.length, answers[429]?.length]).toEqual([60, 140]);
    for (const { headers, json } of answers[429] ?? []) {
      expect(json["code"]).toBe("rate_limited");
      const wait = Number(headers["retry-after"]);
      expect(wait).toBeGreaterThan(0);
      expect(wait).toBeLessThanOrEqual(60);
    }
    // A colleague behind the same address is counted by device.
    const colleague = { from, headers: bearer(member.jwt) };
    expect((await ask(rest, "/api/v1/devices", colleague)).status).toBe(200);
  });

  test("a device gets exactly 60, frames and requests together; others do not notice; ping is free", async () => {
    const answers = statuses(await at200(() => owner.ask("/api/v1/devices")));
    expect([answers[200]?.length, answers[429]?.length]).toEqual([60 - askedBefore, 140 + askedBefore]);
    expect((await member.ask("/api/v1/devices")).status).toBe(200);

    const phone = await new TestPhone(`ws://127.0.0.1:${mobile}/`).open();
    const refused = await phone.ask({ type: "auth", jwt_token: owner.jwt });
    expect(refused).toMatchObject({ type: "error", code: "rate_limited", retry_after: expect.any(Number) });
    phone.close();
    const other = await new TestPhone(`ws://127.0.0.1:${mobile}/`).open();
    expect(await other.ask({ type: "auth", jwt_token: member.jwt })).toMatchObject({ type: "auth_success" });
    for (let i = 0; i < 100; i++) expect(await other.ask({ type: "ping" })).toMatchObject({ type: "pong" });
    other.close();
  });

  test("a wider limit is in force as soon as the configuration is read again", async () => {
    await doors.reload({ enterprise: { rate_limit_requests: 500 } });
    expect((await owner.ask("/api/v1/devices")).status).toBe(200);
    await doors.reload({ enterprise: { rate_limit_requests: 60 } });
    expect((await owner.ask("/api/v1/devices")).status).toBe(429);
  });

  test("control: a guard that looks first and counts later lets all of them in", async () => {
    let count = 0;
    const naive = async () => {
      const before = count;
      await sleep(1);
      if (before >= 60) return false;
      count++;
      return true;
    };
    const passed = (await Promise.all(Array.from({ length: 200 }, naive))).filter(Boolean);
    expect(passed.length).toBeGreaterThan(60);
  });
});

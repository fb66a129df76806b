import { describe, expect, test } from "vitest";
import type { BatchKind } from "../../src/audit/index.ts";
import { sql } from "../../src/store/queryable.ts";
import { again, collect, personCall, strangerCall, testAudit } from "../_support/audit.ts";
import { testDatabase } from "../_support/database.ts";

const { open } = await testDatabase();
const database = open();
const audit = await testAudit(database);

test("a mutation is chained before it is answered", async () => {
  const call = personCall();
  const answer = await audit.mutate(call, "chained", async ({ record }) => {
    record({ event: "device_paired", target: "dev_1", personal: { name: "Ada's phone" } });
    record({ event: "auth_succeeded" });
    return 7;
  });
  expect(answer).toBe(7);
  const { items } = await audit.search({ limit: 10 });
  expect(items.map((record) => record.event)).toEqual(["auth_succeeded", "device_paired"]);
  const paired = items[1];
  expect(paired?.details["name"]).toMatch(/^c:[\w-]{43}$/);
  expect(paired?.personal?.["details.name"]?.value).toBe("Ada's phone");
  expect(paired?.personal?.["ip"]?.value).toBe("198.51.100.7");
  expect(items[0]?.prev).toBe(paired?.hash);
});

test("a mutation that records nothing does not commit", async () => {
  const before = await audit.head();
  await expect(audit.mutate(personCall(), "chained", async () => 1)).rejects.toThrow("recorded nothing");
  expect(await audit.head()).toEqual(before);
});

test("a mutation that throws leaves no event", async () => {
  const before = await audit.head();
  const failing = audit.mutate(personCall(), "chained", async ({ record }) => {
    record({ event: "config_changed" });
    throw new Error("changed my mind");
  });
  await expect(failing).rejects.toThrow("changed my mind");
  await audit.noted(strangerCall(), { event: "auth_failed", outcome: "failure" });
  expect((await audit.head()).seq).toBe(before.seq + 1);
});

describe("idempotency", () => {
  test("a repeat gets the same answer without the work", async () => {
    const call = personCall("k1");
    let ran = 0;
    const work = () =>
      audit.mutate(call, "chained", async ({ record }) => {
        record({ event: "config_changed" });
        return { ran: ++ran };
      });
    expect(await work()).toEqual({ ran: 1 });
    expect(await work()).toEqual({ ran: 1 });
    const other = again(call, "k1", "f".repeat(64));
    const mismatch = audit.mutate(other, "committed", async ({ record }) =>
      record({ event: "config_changed" }),
    );
    await expect(mismatch).rejects.toMatchObject({ code: "idempotency_mismatch" });
  });

  test("many at once with one key are one mutation", async () => {
    const call = personCall("race");
    const { seq } = await audit.head();
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        audit.mutate(call, "chained", async ({ tx, record }) => {
          await tx.query(sql`select pg_sleep(0.01)`);
          record({ event: "config_changed" });
          return i;
        }),
      ),
    );
    expect(new Set(answers).size).toBe(1);
    expect((await audit.head()).seq).toBe(seq + 1);
  });

  test("a key whose work failed is free again", async () => {
    const call = personCall("fail");
    const first = audit.mutate(call, "chained", async () => {
      throw new Error("no");
    });
    await expect(first).rejects.toThrow("no");
    const second = await audit.mutate(call, "chained", async ({ record }) => {
      record({ event: "config_changed" });
    });
    expect(second).toBeUndefined();
  });
});

describe("the hot path", () => {
  const call = personCall();
  const kind: BatchKind<number, string> = {
    name: "test",
    async apply(tx, inputs) {
      if (inputs.includes(13)) await tx.query(sql`select ${1}::int / ${0}::int`);
      return inputs.map((input) =>
        input < 0
          ? { ok: false, error: new Error("negative") }
          : {
              ok: true,
              output: `n${input}`,
              call,
              events: [{ event: "message_received", details: { input } }],
            },
      );
    },
  };

  test("inputs share commits, and bad ones fall out alone", async () => {
    const { seq } = await audit.head();
    const results = await Promise.allSettled(
      Array.from({ length: 40 }, (_, i) => audit.submit(kind, i === 5 ? -1 : i)),
    );
    const failed = results.flatMap((result, i) => (result.status === "rejected" ? [i] : []));
    expect(failed).toEqual([5, 13]);
    expect(results[20]).toEqual({ status: "fulfilled", value: "n20" });
    expect((await audit.head()).seq).toBe(seq + 38);
    const records = await collect(audit.read({ after: seq }));
    expect(records.map((record) => record.details["input"])).not.toContain(13);
  });
});

test("a flood is one event and then a count", async () => {
  const { seq } = await audit.head();
  for (let i = 0; i < 500; i++) audit.note(strangerCall(), { event: "access_denied", outcome: "denied" });
  audit.note(strangerCall("192.0.2.1"), { event: "access_denied", outcome: "denied" });
  await expect.poll(async () => (await audit.head()).seq, { timeout: 4_000 }).toBe(seq + 3);
  const records = await collect(audit.read({ after: seq }));
  expect(records.map((record) => record.details["count"] ?? 1)).toEqual([1, 1, 499]);
});

test("a search is filtered and paged, newest first", async () => {
  const call = personCall();
  for (let i = 0; i < 5; i++) {
    await audit.noted(call, { event: "tool_called", target: "cnv_x", details: { i } });
  }
  const seen: unknown[] = [];
  let cursor: string | undefined;
  do {
    const page = await audit.search({ about: "cnv_x", limit: 2, ...(cursor && { cursor }) });
    seen.push(...page.items.map((record) => record.details["i"]));
    cursor = page.next ?? undefined;
  } while (cursor);
  expect(seen).toEqual([4, 3, 2, 1, 0]);
  const none = await audit.search({ event: "tool_called", until: "2001-01-01T00:00:00Z", limit: 5 });
  expect(none).toEqual({ items: [], next: null });
  const { seq } = await audit.head();
  const numbers = async (from: number) =>
    (await audit.search({ about: "cnv_x", from, limit: 2 })).items.map((record) => record.seq);
  expect(await numbers(seq - 1)).toEqual([seq - 1, seq - 2]);
  expect(await numbers(seq + 100)).toEqual([seq, seq - 1]);
  await expect(audit.search({ cursor: "x", limit: 5 })).rejects.toMatchObject({ code: "invalid_request" });
});

test("those who watch see every record once, in order", async () => {
  const seen: number[] = [];
  const unsubscribe = audit.onChained((records) => seen.push(...records.map((record) => record.seq)));
  await new Promise((resolve) => setTimeout(resolve, 50));
  const { seq } = await audit.head();
  await Promise.all([
    audit.noted(strangerCall(), { event: "auth_failed", outcome: "failure" }),
    audit.mutate(personCall(), "chained", async ({ record }) => record({ event: "config_changed" })),
  ]);
  await expect.poll(() => seen).toEqual([seq + 1, seq + 2]);
  unsubscribe();
});

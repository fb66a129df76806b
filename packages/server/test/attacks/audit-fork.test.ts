import { describe, expect, test } from "vitest";
import { readHead } from "../../src/audit/audit-store.ts";
import { makeEvent } from "../../src/audit/event.ts";
import type { Audit, BatchKind } from "../../src/audit/index.ts";
import { sealBatch } from "../../src/audit/seal-batch.ts";
import { createValues } from "../../src/audit/values.ts";
import type { EventWork } from "../../src/audit/work.ts";
import { systemRandom } from "../../src/crypto/random.ts";
import { sql } from "../../src/store/queryable.ts";
import { collect, personCall, strangerCall, testAudit } from "../_support/audit.ts";
import { testDatabase } from "../_support/database.ts";
import { testKeyRing } from "../_support/key-ring.ts";

// One chain, whoever writes: several processes, a sealer that lost its lock without noticing, a lead that goes over.

const { open } = await testDatabase();
const database = open();
const seal = testKeyRing(database);
const call = personCall();
const kind: BatchKind<number, number> = {
  name: "test",
  apply: async (_, inputs) =>
    inputs.map((input) => ({
      ok: true,
      output: input,
      call,
      events: [{ event: "message_received", details: { input } }],
    })),
};

const write = (audit: Audit, i: number): Promise<unknown> => {
  if (i % 3 === 0) return audit.submit(kind, i);
  if (i % 3 === 1)
    return audit.noted(strangerCall(), { event: "auth_failed", outcome: "failure", details: { input: i } });
  return audit.mutate(call, "chained", async ({ record }) =>
    record({ event: "config_changed", details: { input: i } }),
  );
};

test("two processes write at once: one chain, every event once", async () => {
  const [first, second] = [await testAudit(open(), { seal }), await testAudit(open(), { seal })];
  const { seq } = await first.head();
  await Promise.all(Array.from({ length: 90 }, (_, i) => write(i % 2 ? first : second, i)));
  const inputs = (await collect(first.read({ after: seq }))).map(
    (record) => record.details["input"] as number,
  );
  expect(inputs.sort((a, b) => a - b)).toEqual(Array.from({ length: 90 }, (_, i) => i));
  expect(await first.verify({})).toMatchObject({ ok: true });
  await first.stop();
  // The other takes the lead.
  await write(second, 2);
  await expect.poll(() => second.submit(kind, 1)).toBe(1);
  await second.stop();
});

test("those who watch in a process that does not seal see what the other chains", async () => {
  const [first, second] = [await testAudit(open(), { seal }), await testAudit(open(), { seal })];
  const seen: number[] = [];
  const unsubscribe = second.onChained((records) => seen.push(...records.map(({ seq }) => seq)));
  // What was chained before the watching began is not told; that something is says that it has begun.
  await expect
    .poll(async () => {
      await write(first, 9);
      return seen.length;
    })
    .toBeGreaterThan(0);
  const { seq } = await first.head();
  await Promise.all([0, 1, 2].map((i) => write(first, i)));
  await expect.poll(() => seen.filter((each) => each > seq)).toEqual([seq + 1, seq + 2, seq + 3]);
  unsubscribe();
  await Promise.all([first.stop(), second.stop()]);
});

describe("a sealer that lost its lock without noticing", () => {
  const tools = { clock: Date.now, random: systemRandom };
  const values = createValues(seal, database);
  const works = async (): Promise<EventWork[]> => {
    const event = makeEvent(strangerCall(), { event: "auth_failed", outcome: "failure" }, tools);
    return [
      {
        type: "event",
        event,
        sealed: await values.seal(database, event),
        ready: Promise.resolve(),
        waiter: null,
      },
    ];
  };

  test.each([0, 1, 5])("cannot fork: its head is %i records old", async (old) => {
    const connection = await database.reserve(() => {});
    const stale = { connection, head: await readHead(database) };
    const fresh = { connection, head: stale.head };
    for (let i = 0; i < old; i++) await sealBatch(fresh, await works(), false, values, tools);
    const before = await readHead(database);
    const late = sealBatch(stale, await works(), false, values, tools);
    if (old === 0) await late;
    else await expect(late).rejects.toMatchObject({ code: "23505" });
    expect((await readHead(database)).seq).toBe(before.seq + (old === 0 ? 1 : 0));
    // Now it knows that it does not know, and goes on where the chain ends.
    await sealBatch(stale, await works(), false, values, tools);
    await connection.release();
    const audit = await testAudit(open(), { seal });
    expect(await audit.verify({})).toMatchObject({ ok: true });
    await audit.stop();
  });
});

test("the connection of the lead is cut under load: nothing acknowledged is lost, and it goes on", async () => {
  const audit = await testAudit(open(), { seal });
  const { seq } = await audit.head();
  const acknowledged: number[] = [];
  let running = true;
  const writers = Array.from({ length: 12 }, async (_, w) => {
    for (let i = w; running; i += 12) {
      await write(audit, i).then(
        () => acknowledged.push(i),
        () => {},
      );
    }
  });
  for (let cut = 0; cut < 3; cut++) {
    await new Promise((resolve) => setTimeout(resolve, 150));
    await database.query(
      sql`select pg_terminate_backend(pid) from pg_locks where locktype = ${"advisory"} and database = (select oid from pg_database where datname = current_database())`,
    );
  }
  const sofar = acknowledged.length;
  await expect.poll(() => acknowledged.length, { timeout: 10_000 }).toBeGreaterThan(sofar + 50);
  expect(audit.health()).toMatchObject({ degraded: false });
  running = false;
  await Promise.all(writers);
  await audit.mutate(call, "chained", async ({ record }) => record({ event: "config_changed" }));
  const inputs = (await collect(audit.read({ after: seq }))).map((record) => record.details["input"]);
  const counts = new Map<unknown, number>();
  for (const input of inputs) counts.set(input, (counts.get(input) ?? 0) + 1);
  expect(acknowledged.filter((i) => counts.get(i) !== 1)).toEqual([]);
  expect(await audit.verify({})).toMatchObject({ ok: true });
});

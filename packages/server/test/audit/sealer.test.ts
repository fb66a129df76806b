import { expect, test } from "vitest";
import type { BatchKind } from "../../src/audit/index.ts";
import { Failure } from "../../src/pure/failure.ts";
import type { Database } from "../../src/store/database.ts";
import type { Queryable } from "../../src/store/queryable.ts";
import { collect, personCall, strangerCall, testAudit } from "../_support/audit.ts";
import { testDatabase } from "../_support/database.ts";
import { testKeyRing } from "../_support/key-ring.ts";

const { open } = await testDatabase();
const seal = testKeyRing(open());

/** Counts what writes on any of its connections; a statement outside of a transaction is a commit of its own. */
function counting(database: Database) {
  const counts = { commits: 0 };
  const count = <Q extends Queryable>(db: Q): Q => ({
    ...db,
    query: (statement) => {
      if (/^\s*(with|insert|update|delete)/.test(statement.text)) counts.commits++;
      return db.query(statement);
    },
  });
  const counted: Database = {
    ...count(database),
    transaction: (work) => {
      counts.commits++;
      return database.transaction(work);
    },
    reserve: async (onLost) => {
      const connection = await database.reserve(onLost);
      return {
        ...count(connection),
        transaction: (work) => {
          counts.commits++;
          return connection.transaction(work);
        },
      };
    },
  };
  return { counted, counts };
}

const call = personCall();
const kind: BatchKind<number, number> = {
  name: "test",
  apply: async (_, inputs) =>
    inputs.map((output) => ({
      ok: true,
      output,
      call,
      events: [{ event: "message_received", details: { output } }],
    })),
};

// What does not jitter, so that a commit more per message fails a test and not a benchmark.
test.each<[string, number, number]>([
  ["one alone costs one commit", 1, 1],
  ["128 in flight share three", 128, 3],
])("%s", async (_, inFlight, most) => {
  const { counted, counts } = counting(open());
  const audit = await testAudit(counted, { seal });
  // The first batches look for what a crash left behind, and learn whose keys are there.
  await Promise.all([audit.submit(kind, 0), audit.noted(call, { event: "tool_called" })]);
  await new Promise((resolve) => setTimeout(resolve, 50));
  for (const write of [
    (i: number) => audit.submit(kind, i),
    () => audit.noted(call, { event: "tool_called" }),
  ]) {
    counts.commits = 0;
    await Promise.all(Array.from({ length: inFlight }, (_, i) => write(i)));
    expect(counts.commits).toBeLessThanOrEqual(most);
  }
  await audit.stop();
});

test("more than may wait is busy, and nothing that was accepted is lost", async () => {
  const audit = await testAudit(open(), { seal, capacity: 50 });
  const { seq } = await audit.head();
  const results = await Promise.allSettled(Array.from({ length: 200 }, (_, i) => audit.submit(kind, i)));
  const refused = results.filter((result) => result.status === "rejected");
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.every(({ reason }) => (reason as Failure).code === "busy")).toBe(true);
  expect((await audit.head()).seq - seq).toBe(200 - refused.length);
  await audit.stop();
});

test("without a connection: told in time, degraded, and refusals are written when it is back", async () => {
  let away = false;
  const database = open();
  const unavailable = () => Promise.reject(new Failure("database_unavailable"));
  const guard = <Q extends Queryable>(db: Q): Q => ({
    ...db,
    query: (statement) => (away ? unavailable() : db.query(statement)),
  });
  const guarded: Database = {
    ...guard(database),
    transaction: (work) => (away ? unavailable() : database.transaction(work)),
    reserve: async (onLost) => {
      const connection = await database.reserve(onLost);
      return {
        ...guard(connection),
        transaction: (work) => (away ? unavailable() : connection.transaction(work)),
      };
    },
  };
  const audit = await testAudit(guarded, { seal, deadlineMs: 2_000 });
  await audit.noted(strangerCall(), { event: "server_started" });
  const { seq } = await audit.head();
  away = true;
  await expect(audit.submit(kind, 1)).rejects.toMatchObject({ code: "record_unavailable" });
  for (const i of [1, 2, 3]) {
    audit.note(strangerCall(`192.0.2.${i}`), { event: "auth_failed", outcome: "failure", details: { i } });
  }
  await expect.poll(() => audit.health().degraded).toBe(true);
  away = false;
  await expect.poll(() => audit.health().degraded, { timeout: 5_000 }).toBe(false);
  const written = await collect(audit.read({ after: seq }));
  expect(written.map((record) => record.details["i"])).toEqual([1, 2, 3]);
  expect(await audit.verify({})).toMatchObject({ ok: true });
  await audit.stop();
});

test("after stop nothing is taken, and what was taken is written", async () => {
  const audit = await testAudit(open(), { seal });
  const { seq } = await audit.head();
  audit.note(strangerCall(), { event: "auth_failed", outcome: "failure" });
  for (let i = 0; i < 9; i++) audit.note(strangerCall(), { event: "auth_failed", outcome: "failure" });
  await audit.stop();
  await expect(audit.submit(kind, 1)).rejects.toMatchObject({ code: "shutting_down" });
  const counts = (await collect(audit.read({ after: seq }))).map((record) => record.details["count"] ?? 1);
  expect(counts).toEqual([1, 9]);
});

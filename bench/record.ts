/**
 * W9: audit events, 128 in flight, chained and durable before the callback, beside a raw INSERT of the same batch in the same
 * run. PostgreSQL has a core of its own, the record and its load share the other: there is no network between them.
 * `node bench/record.ts [--seconds 3] [--rounds 7] [--in-flight 128] [--file]`
 */
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { DeviceId, PersonId, RequestId, SessionId } from "@entobot/contract/ids";
import { type Audit, createAudit } from "../packages/server/src/audit/index.ts";
import { createNewId } from "../packages/server/src/crypto/new-id.ts";
import { pooledRandom } from "../packages/server/src/crypto/pooled-random.ts";
import { systemRandom } from "../packages/server/src/crypto/random.ts";
import { silentLog } from "../packages/server/src/log/index.ts";
import { createKeyRing } from "../packages/server/src/privacy/index.ts";
import type { PersonCall } from "../packages/server/src/pure/call.ts";
import { createBatcher } from "../packages/server/src/store/batch.ts";
import { type Database, openDatabase } from "../packages/server/src/store/database.ts";
import { durablePostgres } from "../packages/server/test/_support/audit-postgres.ts";

const { values: options } = parseArgs({
  options: {
    seconds: { type: "string", default: "3" },
    rounds: { type: "string", default: "7" },
    "in-flight": { type: "string", default: "128" },
    /** With `audit.log` being followed. */
    file: { type: "boolean", default: false },
  },
});
const [seconds, rounds, inFlight] = [options.seconds, options.rounds, options["in-flight"]].map(Number) as [
  number,
  number,
  number,
];

// The load runs on core 1; the check is for a machine that has one.
spawnSync("taskset", ["-a", "-cp", "1", String(process.pid)]);
const random = pooledRandom(systemRandom);
const newId = createNewId(Date.now, random);
const masterKey = randomBytes(32);
const folder = mkdtempSync(join(tmpdir(), "entobot-bench-record-"));
const postgres = await durablePostgres({ cpu: 0 });
const canary = `canary-${randomBytes(8).toString("hex")}`;
const call: PersonCall = {
  principal: {
    kind: "person",
    personId: newId<PersonId>("usr"),
    email: "bench@example.com",
    name: "Bench",
    role: "owner",
    sessionId: newId<SessionId>("ses"),
    deviceId: newId<DeviceId>("dev"),
    deviceName: null,
  },
  address: canary,
  userAgent: null,
  channel: "mobile",
  requestId: newId<RequestId>("req"),
};

async function record(database: Database): Promise<Audit> {
  const seal = createKeyRing({ masterKey, database, clock: Date.now, newId, random });
  return createAudit({
    ...{ database, clock: Date.now, random, seal, log: silentLog },
    file: options.file ? { path: join(folder, "audit.log"), level: "debug", enabled: true } : null,
  });
}

const target = newId("cnv");
const details = (i: number) => ({ message: `msg_${i}`, characters: 120, model: "builtin/rehearsal" });
const write = (audit: Audit, i: number) =>
  audit.noted(call, { event: "message_received", target, details: details(i) });

/** Runs `one` with so many in flight for so long; per second. */
async function rate(one: (i: number) => Promise<void>): Promise<number> {
  const end = performance.now() + seconds * 1000;
  let done = 0;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (performance.now() < end) {
        await one(done);
        done++;
      }
    }),
  );
  return done / ((performance.now() - started) / 1000);
}

/** The same batches into one table with one key, already serialised: what the database can do at most. */
function rawWriter(database: Database) {
  const text = `insert into bench_raw (id, at, event, outcome, severity, actor, device, target, details)
    select * from unnest($1::text[], $2::int8[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[])`;
  const { personId, deviceId } = call.principal;
  const batcher = createBatcher<{ i: number; resolve: () => void; reject: (error: Error) => void }>({
    max: 500,
    async run(items) {
      const column = <T>(value: (i: number) => T) => items.map(({ i }) => value(i));
      const values = [
        column((i) => `evt_${i}_aaaaaaaaaaaaaaaaaa`),
        column(() => Date.now()),
        column(() => "message_received"),
        column(() => "success"),
        column(() => "info"),
        column(() => personId),
        column(() => deviceId),
        column(() => target),
        column((i) => JSON.stringify(details(i))),
      ];
      return database.query({ text, values }).then(
        () => () => {
          for (const { resolve } of items) resolve();
        },
        (error: Error) => () => {
          for (const { reject } of items) reject(error);
        },
      );
    },
  });
  return (i: number) => new Promise<void>((resolve, reject) => batcher.add({ i, resolve, reject }));
}

/** No proof, no number: acknowledged records survive SIGKILL, the record verifies, nothing personal is on the disk. */
async function prove(): Promise<void> {
  const database = openDatabase({ url: postgres.appUrl });
  const audit = await record(database);
  await Promise.all(Array.from({ length: 500 }, (_, i) => write(audit, i)));
  const { head } = await audit.head();
  await postgres.kill();
  await audit.stop().catch(() => {});
  await database.close();
  await postgres.start();
  const again = openDatabase({ url: postgres.appUrl });
  const reopened = await record(again);
  const report = await reopened.verify({ head });
  if (!report.ok) throw new Error(`the record does not verify: ${report.fault?.what}`);
  const found = spawnSync("grep", ["-rl", canary, postgres.data], { encoding: "utf8" }).stdout;
  if (found) throw new Error(`a personal value is on the disk: ${found}`);
  await reopened.stop();
  await again.close();
}

const median = (numbers: readonly number[]) =>
  [...numbers].sort((a, b) => a - b)[numbers.length >> 1] as number;

try {
  await prove();
  console.log(
    "proved: 500 acknowledged records survive SIGKILL of PostgreSQL, verify against their head, and show no address",
  );
  const owner = openDatabase({ url: postgres.ownerUrl, connections: 1 });
  await owner.query({
    text: `create table bench_raw (n bigint generated always as identity primary key, id text, at bigint, event text,
      outcome text, severity text, actor text, device text, target text, details text)`,
    values: [],
  });
  await owner.query({ text: "grant all on bench_raw to entobot_app", values: [] });
  await owner.close();
  const database = openDatabase({ url: postgres.appUrl });
  const audit = await record(database);
  const raw = rawWriter(database);
  const measured: { raw: number; record: number }[] = [];
  for (let round = -1; round < rounds; round++) {
    const one = { raw: await rate(raw), record: await rate((i) => write(audit, i)) };
    // The first warms up.
    if (round < 0) continue;
    measured.push(one);
    console.log(
      `round ${round + 1}: raw ${one.raw.toFixed(0)}/s, record ${one.record.toFixed(0)}/s, ratio ${(one.record / one.raw).toFixed(2)}`,
    );
  }
  const ratios = measured.map((one) => one.record / one.raw);
  console.log(
    `W9 ${inFlight} in flight: raw ${median(measured.map((one) => one.raw)).toFixed(0)}/s, ` +
      `record ${median(measured.map((one) => one.record)).toFixed(0)}/s, ratio ${median(ratios).toFixed(2)} ` +
      `(${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}), goal 0.40 and 15000/s`,
  );
  await audit.stop();
  await database.close();
} finally {
  await postgres.remove();
  rmSync(folder, { recursive: true, force: true });
}

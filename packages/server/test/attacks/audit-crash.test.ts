import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, describe, expect, test } from "vitest";
import { createAudit } from "../../src/audit/index.ts";
import { silentLog } from "../../src/log/index.ts";
import { openDatabase } from "../../src/store/database.ts";
import { sql } from "../../src/store/queryable.ts";
import { type DurablePostgres, durablePostgres } from "../_support/audit-postgres.ts";
import { testKeyRing } from "../_support/key-ring.ts";
import { sized } from "../_support/size.ts";
import { choices } from "../_support/tampering.ts";

// Figure A2: whatever is killed under load, what was acknowledged is in the record once, and the chain verifies.

const main = resolve(import.meta.dirname, "../_support/audit-load-main.ts");
const masterKey = randomBytes(32);
const folder = mkdtempSync(join(tmpdir(), "entobot-a2-"));
const file = join(folder, "audit.log");
const postgres = await durablePostgres();
afterAll(async () => {
  await postgres.remove();
  rmSync(folder, { recursive: true });
});
await asOwner("create table load (i bigint primary key); grant all on load to entobot_app");

const acknowledged = new Set<number>();
let next = 0;

async function asOwner(text: string): Promise<void> {
  const owner = openDatabase({ url: postgres.ownerUrl, connections: 1 });
  await owner.query({ text, values: [] });
  await owner.close();
}

class Load {
  readonly child: ChildProcess;
  readonly ended: Promise<unknown>;
  count = 0;

  constructor(url: string) {
    next += 1_000_000;
    const words = [main, url, masterKey.toString("hex"), String(next), file];
    this.child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] });
    this.ended = new Promise((resolve) => this.child.once("close", resolve));
    createInterface({ input: this.child.stdout as NodeJS.ReadableStream }).on("line", (line) => {
      acknowledged.add(Number(line));
      this.count++;
    });
  }

  async moreThan(count: number): Promise<void> {
    const until = this.count + count;
    for (let waited = 0; this.count < until; waited += 5) {
      if (this.child.exitCode !== null) throw new Error(`the load ended with ${this.child.exitCode}`);
      if (waited > 60_000) throw new Error("nothing is acknowledged any more");
      await sleep(5);
    }
  }

  async kill(): Promise<void> {
    this.child.kill("SIGKILL");
    await this.ended;
  }
}

/** Opens the record as the next start would, and compares it with what was acknowledged. */
async function check(server: DurablePostgres): Promise<void> {
  const database = openDatabase({ url: server.appUrl });
  const seal = testKeyRing(database, masterKey);
  const audit = await createAudit({
    database,
    clock: Date.now,
    seal,
    log: silentLog,
    deadlineMs: 20_000,
    file: { path: file, level: "debug", enabled: true },
  });
  await audit.noted(
    {
      principal: { kind: "system" },
      address: null,
      userAgent: null,
      channel: "internal",
      requestId: "req" as never,
    },
    { event: "server_started" },
  );
  const { head } = await audit.head();
  expect(await audit.verify({ head })).toMatchObject({ ok: true, fault: null });
  const chained = await database.query<{ i: number; n: number }>(
    sql`select (details::jsonb->>'i')::int8 as i, count(*) as n from audit_events join audit_chain on event_n = n
        where details::jsonb ? 'i' group by 1`,
  );
  const times = new Map(chained.map(({ i, n }) => [i, n]));
  expect([...acknowledged].filter((i) => times.get(i) !== 1)).toEqual([]);
  expect(chained.filter(({ n }) => n !== 1)).toEqual([]);
  // A change and its event: neither is there without the other.
  const changed = await database.query<{ i: number }>(sql`select i from load`);
  const recorded = chained.filter(({ i }) => i % 3 !== 1).map(({ i }) => i);
  expect(changed.map(({ i }) => i).sort((a, b) => a - b)).toEqual(recorded.sort((a, b) => a - b));
  await audit.stop();
  await database.close();
  const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
  const seqs = new Set(lines.map((line) => (JSON.parse(line) as { seq: number }).seq));
  expect(seqs.size).toBe(Number(head.split(":")[0]));
  expect(await audit.verifyFile(file, { head })).toMatchObject({ ok: true, fault: null });
}

const minutes = 60_000;

describe("killed under load", () => {
  test("the server", { timeout: sized(2, 30) * minutes }, async () => {
    const choose = choices(1);
    for (let i = 0; i < sized(3, 100); i++) {
      const load = new Load(postgres.appUrl);
      await load.moreThan(20 + choose(300));
      await load.kill();
      if (i % sized(1, 10) === 0) await check(postgres);
    }
    await check(postgres);
  });

  test("the database, as a whole or one of its processes", { timeout: sized(2, 30) * minutes }, async () => {
    const choose = choices(2);
    const load = new Load(postgres.appUrl);
    for (let i = 0; i < sized(4, 100); i++) {
      await load.moreThan(20 + choose(300));
      if (i % 2) {
        await postgres.kill();
        await postgres.start();
      } else {
        const database = openDatabase({ url: postgres.appUrl, connections: 1 });
        const rows = await database.query<{ pid: number }>(
          sql`select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
        );
        process.kill(rows[choose(rows.length)]?.pid ?? 0, "SIGKILL");
        await database.close();
      }
    }
    await load.moreThan(50);
    expect(load.child.exitCode).toBeNull();
    await load.kill();
    await check(postgres);
  });
});

test("the negative control: answering before the commit loses what was acknowledged", async () => {
  const database = openDatabase({ url: postgres.appUrl });
  const lost: number[] = [];
  const uncommitted = database.transaction(async (tx) => {
    await tx.query(sql`insert into load (i) values (${-1})`);
    lost.push(-1);
    await postgres.kill();
    // The backend is not killed: it ends when it notices, and until then it would still take the commit.
    await sleep(1_000);
  });
  await expect(uncommitted).rejects.toMatchObject({ code: "database_unavailable" });
  await postgres.start();
  expect(await database.query(sql`select i from load where i = any(${lost}::int8[])`)).toEqual([]);
  await database.close();
});

import type { PersonId, SessionId } from "@entobot/contract/ids";
import pg from "pg";
import { afterAll, expect, test } from "vitest";
import { lifetimes } from "../../src/identity/lifetimes.ts";
import { openLiveSessions } from "../../src/identity/live-sessions.ts";
import { announce, endSession, insertSession } from "../../src/identity/session-store.ts";
import { silentLog } from "../../src/log/index.ts";
import { Failure } from "../../src/pure/failure.ts";
import type { Database } from "../../src/store/database.ts";
import { type Statement, sql } from "../../src/store/queryable.ts";
import { testDatabase } from "../_support/database.ts";
import { movingClock } from "../_support/identity.ts";
import { newId } from "../_support/key-ring.ts";

const { open, ownerUrl } = await testDatabase();
const database = open();
const clock = movingClock();

/** The real database, whose answers can be counted, held back and refused. */
function watched(inner: Database) {
  const state = { reads: 0, down: false, hold: Promise.resolve() };
  const query = async <Row>(statement: Statement): Promise<Row[]> => {
    if (statement.text.includes("where s.id = any")) state.reads++;
    if (state.down) throw new Failure("database_unavailable");
    const rows = await inner.query<Row>(statement);
    await state.hold;
    return rows;
  };
  const reserve: Database["reserve"] = async (onLost) => {
    if (state.down) throw new Failure("database_unavailable");
    return inner.reserve(onLost);
  };
  return { state, database: { ...inner, query, reserve } };
}

async function fresh() {
  const { state, database: seen } = watched(database);
  const live = await openLiveSessions({ database: seen, clock, log: silentLog });
  afterAll(() => live.stop());
  return { live, state };
}

async function addSession(): Promise<{ id: SessionId; person: PersonId }> {
  const person = newId<PersonId>("usr");
  const id = newId<SessionId>("ses");
  await database.query(
    sql`insert into people (id, email, name, role, status, created_at)
        values (${person}, ${`${person}@example.com`}, 'n', 'member', 'active', now())`,
  );
  await insertSession(database, {
    ...{ id, personId: person, deviceId: null, secretHash: Buffer.from(id) },
    ...{ now: clock(), expiresAt: clock() + lifetimes.browser.absolute },
  });
  return { id, person };
}

const end = (id: SessionId, said = true) =>
  database.transaction(async (tx) => {
    await endSession(tx, id, "revoked", clock());
    if (said) await announce(tx, [id]);
  });

/** Cuts the connections that listen, as a firewall or a restart of the database does. */
async function cutListeners(): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl.replace("entobot_owner", "postgres") });
  await client.connect();
  await client.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and (query ilike 'listen%' or query = 'select 1')",
  );
  await client.end();
}

test("a live session is read once, and asked of memory from then on", async () => {
  const { live, state } = await fresh();
  const { id } = await addSession();
  for (let i = 0; i < 100; i++) expect((await live.find(id)).kind).toBe("live");
  expect(state.reads).toBe(1);
  expect(await live.find(newId<SessionId>("ses"))).toEqual({ kind: "unknown" });
});

test("what another process ended is told at once, and once", async () => {
  const { live } = await fresh();
  const { id } = await addSession();
  await live.find(id);
  const told: string[] = [];
  live.watch(id, (reason) => told.push(reason));
  const gone = live.watch(id, () => told.push("unwatched"));
  gone();
  await end(id);
  await expect.poll(() => told).toEqual(["revoked"]);
  expect(await live.find(id)).toEqual({ kind: "ended", reason: "revoked" });
  expect(live.isWatched(id)).toBe(false);
});

test("a session that ended before it was watched is told too", async () => {
  const { live } = await fresh();
  const { id } = await addSession();
  await end(id);
  const told: string[] = [];
  live.watch(id, (reason) => told.push(reason));
  await expect.poll(() => told).toEqual(["revoked"]);
});

test("a row that was read before the end became known is not kept", async () => {
  const { live, state } = await fresh();
  const { id } = await addSession();
  const { promise, resolve } = Promise.withResolvers<void>();
  state.hold = promise;
  const early = live.find(id);
  await expect.poll(() => state.reads).toBe(1);
  await new Promise((wait) => setTimeout(wait, 30));
  await end(id);
  await new Promise((wait) => setTimeout(wait, 50));
  resolve();
  await early;
  expect((await live.find(id)).kind).toBe("ended");
});

test("with the announcing connection cut, every check asks the database, and nothing said meanwhile is lost", async () => {
  const { live, state } = await fresh();
  const { id } = await addSession();
  const other = await addSession();
  await live.find(id);
  const told: string[] = [];
  live.watch(id, (reason) => told.push(reason));
  await cutListeners();
  await end(id, false);
  await expect.poll(() => told, { timeout: 3_000 }).toEqual(["revoked"]);
  await expect
    .poll(
      async () => {
        await live.find(other.id);
        const before = state.reads;
        await live.find(other.id);
        return state.reads - before;
      },
      { timeout: 5_000 },
    )
    .toBe(0);
});

test("with no database at all nobody is let through", async () => {
  const { live, state } = await fresh();
  const { id } = await addSession();
  await live.find(id);
  state.down = true;
  await cutListeners();
  await expect.poll(() => live.find(id).catch((error: Failure) => error.code)).toBe("database_unavailable");
  state.down = false;
  expect((await live.find(id)).kind).toBe("live");
});

test("disuse and age end a session, use keeps it, and use is written down at most once a minute", async () => {
  const { live } = await fresh();
  const { id, person } = await addSession();
  const told: string[] = [];
  await live.find(id);
  live.watch(id, (reason) => told.push(reason));
  for (let i = 0; i < 5; i++) {
    clock.advance(lifetimes.browser.idle - 60_000);
    expect((await live.find(id)).kind).toBe("live");
  }
  const seen = sql`select last_seen_at as at from people where id = ${person}`;
  await expect
    .poll(async () => clock() - ((await database.query<{ at: number | null }>(seen))[0]?.at ?? 0), {
      timeout: 3_000,
    })
    .toBeLessThan(10_000);
  expect(told).toEqual([]);
  clock.advance(lifetimes.browser.idle + 1);
  await expect.poll(() => told, { timeout: 3_000 }).toEqual(["expired"]);
  expect(await live.find(id)).toEqual({ kind: "ended", reason: "expired" });
});

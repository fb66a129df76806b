import { randomBytes } from "node:crypto";
import type { PersonId } from "@entobot/contract/ids";
import { expect, test } from "vitest";
import { openDatabase } from "../../src/store/database.ts";
import { sql } from "../../src/store/queryable.ts";
import { testDatabase } from "../_support/database.ts";
import { newId, testKeyRing } from "../_support/key-ring.ts";

const { open, ownerUrl } = await testDatabase();
const database = open();
const person = () => newId<PersonId>("usr");
const place = { table: "messages", row: "msg_1", column: "content" };
const keysOf = (owner: string) => database.query(sql`select 1 from person_keys where owner = ${owner}`);

test("what was sealed opens, also in another process with the same master key", async () => {
  const masterKey = randomBytes(32);
  const owner = person();
  const sealed = await testKeyRing(database, masterKey).seal(owner, place, "hällo");
  const plain = await testKeyRing(database, masterKey).open(owner, place, sealed);
  expect(plain?.toString()).toBe("hällo");
});

test("many processes that need the same first key end up with one", async () => {
  const masterKey = randomBytes(32);
  const owner = person();
  const rings = Array.from({ length: 8 }, () => testKeyRing(database, masterKey));
  await Promise.all(rings.map((ring) => database.transaction((tx) => ring.prepare(tx, owner))));
  expect(await keysOf(owner)).toHaveLength(1);
  const sealed = await Promise.all(rings.map((ring) => ring.seal(owner, place, "x")));
  for (const one of sealed) expect((await rings[0]?.open(owner, place, one))?.toString()).toBe("x");
});

test("a key whose transaction was rolled back is never relied on by the next one", async () => {
  const ring = testKeyRing(database);
  const owner = person();
  const failed = database.transaction(async (tx) => {
    await ring.prepare(tx, owner);
    throw new Error("no");
  });
  await expect(failed).rejects.toThrow("no");
  expect(await keysOf(owner)).toHaveLength(0);
  await database.transaction((tx) => ring.prepare(tx, owner));
  const sealed = await ring.seal(owner, place, "x");
  expect(await database.query(sql`select 1 from person_keys where key_id = ${sealed.keyId}`)).toHaveLength(1);
});

test("without prepare, a rolled back key is forgotten after a minute", async () => {
  let now = Date.now();
  const ring = testKeyRing(database, randomBytes(32), 10, () => now);
  const owner = person();
  await database
    .transaction(async (tx) => {
      await ring.prepare(tx, owner);
      throw new Error("no");
    })
    .catch(() => {});
  now += 61_000;
  await ring.seal(owner, place, "x");
  expect(await keysOf(owner)).toHaveLength(1);
});

test("a new person's content can be sealed inside the transaction that makes the person", async () => {
  const ring = testKeyRing(database);
  const owner = person();
  const sealed = await database.transaction(async (tx) => {
    await ring.prepare(tx, owner);
    return ring.seal(owner, place, "x");
  });
  expect((await ring.open(owner, place, sealed))?.toString()).toBe("x");
});

test("another master key refuses to start and makes no new key", async () => {
  const own = await testDatabase();
  const db = own.open();
  const right = randomBytes(32);
  await testKeyRing(db, right).prepare(db, "server");
  await testKeyRing(db, right).assertMasterKey(db);
  const wrong = testKeyRing(db);
  await expect(wrong.assertMasterKey(db)).rejects.toMatchObject({ code: "configuration" });
  await expect(wrong.seal("server", place, "x")).rejects.toMatchObject({ code: "internal" });
  expect(await db.query(sql`select 1 from person_keys`)).toHaveLength(1);
});

test("a destroyed key opens nothing, and says so by null", async () => {
  const owner = person();
  const masterKey = randomBytes(32);
  const sealed = await testKeyRing(database, masterKey).seal(owner, place, "x");
  const admin = openDatabase({ url: ownerUrl });
  await admin.query(
    sql`update person_keys set wrapped = null, destroyed_at = now() where key_id = ${sealed.keyId}`,
  );
  await admin.close();
  const ring = testKeyRing(database, masterKey);
  expect(await ring.open(owner, place, sealed)).toBeNull();
  await expect(ring.open(person(), place, sealed)).rejects.toMatchObject({ code: "internal" });
});

test("more people than the cache holds", async () => {
  const ring = testKeyRing(database, randomBytes(32), 3);
  const owners = Array.from({ length: 10 }, person);
  const sealed = await Promise.all(owners.map((owner) => ring.seal(owner, place, owner)));
  for (const [i, owner] of owners.entries()) {
    expect((await ring.open(owner, place, sealed[i] as (typeof sealed)[0]))?.toString()).toBe(owner);
  }
});

test("digests are equal for equal content of one person only", async () => {
  const ring = testKeyRing(database);
  const [a, b] = [person(), person()];
  const of = (owner: PersonId, content: string) => ring.digest(owner, "message", content);
  expect(await of(a, "x")).toEqual(await of(a, "x"));
  expect(await of(a, "x")).not.toEqual(await of(a, "y"));
  expect(await of(a, "x")).not.toEqual(await of(b, "x"));
});

import { expect, test } from "vitest";
import { openDatabase } from "../../src/store/database.ts";
import { sql } from "../../src/store/queryable.ts";
import { testDatabase } from "../_support/database.ts";

const { open, ownerUrl } = await testDatabase();

test("numbers come back as numbers and times as milliseconds", async () => {
  const database = open();
  const [row] = await database.query<{ n: number; at: number }>(
    sql`select ${5}::int8 as n, ${"2026-01-02T03:04:05.678Z"}::timestamptz as at`,
  );
  expect(row).toEqual({ n: 5, at: Date.UTC(2026, 0, 2, 3, 4, 5, 678) });
});

test("a throw rolls the transaction back", async () => {
  const database = openDatabase({ url: ownerUrl });
  const failing = database.transaction(async (tx) => {
    await tx.query(sql`create table kept (n int)`);
    throw new Error("no");
  });
  await expect(failing).rejects.toThrow("no");
  const rows = await database.query(sql`select 1 from pg_tables where tablename = ${"kept"}`);
  expect(rows).toEqual([]);
  await database.close();
});

test("a server that is not there is database_unavailable", async () => {
  const database = openDatabase({ url: "postgresql:///x?host=/nowhere&user=nobody" });
  await expect(database.query(sql`select 1`)).rejects.toMatchObject({ code: "database_unavailable" });
  await database.close();
});

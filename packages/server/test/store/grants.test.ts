import { beforeAll, expect, test } from "vitest";
import { insertOnlyTables } from "../../src/store/grants.ts";
import { migrate } from "../../src/store/migrate.ts";
import { type EmptyDatabase, emptyDatabase, query } from "../_support/empty-database.ts";

const migrations = [
  {
    number: 10,
    name: "0010_tables",
    sql: "create table plain (n int, id bigserial); create table audit_events (n int); create table audit_chain (n int);",
  },
];
const denied = { code: "42501" };
let urls: EmptyDatabase;
beforeAll(async () => {
  urls = await emptyDatabase();
  await migrate(urls.ownerUrl, { appUrl: urls.appUrl, migrations });
});

test("the pinned tables", () => {
  expect(insertOnlyTables).toEqual(["audit_events", "audit_chain"]);
});

test.each(insertOnlyTables)("%s: the serving role adds and reads, and changes nothing", async (table) => {
  await query(urls.appUrl, `insert into ${table} values (1)`);
  expect(await query(urls.appUrl, `select n from ${table}`)).toEqual([{ n: 1 }]);
  for (const attempt of [`update ${table} set n = 2`, `delete from ${table}`, `truncate ${table}`]) {
    await expect(query(urls.appUrl, attempt)).rejects.toMatchObject(denied);
  }
});

test("ordinary tables and their sequences are the serving role's to use, not to own", async () => {
  await query(urls.appUrl, "insert into plain (n) values (1)");
  await query(urls.appUrl, "update plain set n = 2; delete from plain");
  for (const attempt of ["truncate plain", "drop table plain", "create table mine (n int)"]) {
    await expect(query(urls.appUrl, attempt)).rejects.toMatchObject(denied);
  }
});

test("the ledger of migrations is read-only for it", async () => {
  expect(await query(urls.appUrl, "select number from schema_migrations")).toEqual([{ number: 10 }]);
  await expect(query(urls.appUrl, "delete from schema_migrations")).rejects.toMatchObject(denied);
});

test("rights that somebody added by hand are gone after the next start", async () => {
  await query(urls.ownerUrl, "grant update, delete on audit_events to entobot_app, public");
  await query(urls.appUrl, "update audit_events set n = 1");
  await migrate(urls.ownerUrl, { appUrl: urls.appUrl, migrations });
  await expect(query(urls.appUrl, "update audit_events set n = 1")).rejects.toMatchObject(denied);
});

test("with one role, or a role that could become the owner, grants protect nothing and it says so", async () => {
  const { ownerUrl } = urls;
  expect(await migrate(ownerUrl, { appUrl: ownerUrl, migrations })).toMatchObject({ protection: "trigger" });
  const superuser = ownerUrl.replace("user=entobot_owner", "user=postgres");
  expect(await migrate(ownerUrl, { appUrl: superuser, migrations })).toMatchObject({ protection: "trigger" });
});

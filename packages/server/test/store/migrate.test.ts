import { describe, expect, test } from "vitest";
import { migrate } from "../../src/store/migrate.ts";
import { type Migration, readMigrations } from "../../src/store/migration-files.ts";
import { cuttingProxy } from "../_support/cutting-proxy.ts";
import { emptyDatabase, query } from "../_support/empty-database.ts";

const migrations: readonly Migration[] = [
  {
    number: 10,
    name: "0010_first",
    sql: "create table a (n int primary key); insert into a values (1); create table audit_events (n int);",
  },
  {
    number: 20,
    name: "0020_second",
    sql: "alter table a add column t text; update a set t = 'x'; create table b (id bigserial primary key);",
  },
];
const names = migrations.map(({ name }) => name);

const ledger = (url: string) =>
  query<{ number: number }>(url, "select number, name from schema_migrations order by number");

describe("forward", () => {
  test("each once, in order, and a second run has nothing to do", async () => {
    const { ownerUrl, appUrl } = await emptyDatabase();
    expect(await migrate(ownerUrl, { appUrl, migrations })).toMatchObject({
      applied: names,
      protection: "grant",
    });
    expect(await migrate(ownerUrl, { appUrl, migrations })).toMatchObject({
      applied: [],
      protection: "grant",
    });
    expect((await ledger(ownerUrl)).map(({ number }) => number)).toEqual([10, 20]);
  });

  test("the product's own migrations", async () => {
    const { ownerUrl, appUrl } = await emptyDatabase();
    const { applied, version } = await migrate(ownerUrl, { appUrl });
    expect(applied).toEqual(readMigrations().map(({ name }) => name));
    expect(version).toMatch(/^\d+\.\d+/);
  });

  test("two servers that start at once do not get into each other's way", async () => {
    const { ownerUrl, appUrl } = await emptyDatabase();
    const runs = await Promise.all([1, 2, 3].map(() => migrate(ownerUrl, { appUrl, migrations })));
    expect(runs.flatMap(({ applied }) => applied).toSorted()).toEqual(names);
  });
});

describe("killed", () => {
  test("at every statement that the runner sends: the next run completes (I8)", {
    timeout: 120_000,
  }, async () => {
    let cutAt = 0;
    let finished = false;
    while (!finished) {
      cutAt += 1;
      const { ownerUrl, appUrl } = await emptyDatabase();
      const proxy = await cuttingProxy(ownerUrl, cutAt);
      finished = await migrate(proxy.url, { appUrl, migrations }).then(
        () => proxy.seen() < cutAt,
        () => false,
      );
      await proxy.close();
      await migrate(ownerUrl, { appUrl, migrations });
      expect(await query(ownerUrl, "select n, t from a")).toEqual([{ n: 1, t: "x" }]);
      expect(await ledger(ownerUrl)).toHaveLength(2);
      expect(cutAt).toBeLessThan(60);
    }
    expect(cutAt).toBeGreaterThan(12);
  });

  test("at every statement inside a file: nothing of it stays, and the next run completes (I8)", async () => {
    const kill = "select pg_terminate_backend(pg_backend_pid())";
    for (const [index, { sql }] of migrations.entries()) {
      const statements = sql.split("; ");
      for (let at = 0; at <= statements.length; at++) {
        const { ownerUrl, appUrl } = await emptyDatabase();
        const killing = migrations.map((migration, i) =>
          i === index ? { ...migration, sql: statements.toSpliced(at, 0, kill).join("; ") } : migration,
        );
        await expect(migrate(ownerUrl, { appUrl, migrations: killing })).rejects.toThrow();
        expect(await ledger(ownerUrl)).toHaveLength(index);
        expect((await migrate(ownerUrl, { appUrl, migrations })).applied).toEqual(names.slice(index));
      }
    }
  });

  test("a migration that fails leaves nothing, and says which", async () => {
    const { ownerUrl, appUrl } = await emptyDatabase();
    const broken = [{ number: 10, name: "0010_broken", sql: "create table a (n int); select 1/0" }];
    await expect(migrate(ownerUrl, { appUrl, migrations: broken })).rejects.toMatchObject({
      text: expect.stringContaining("0010_broken"),
    });
    expect(await query(ownerUrl, "select 1 from pg_tables where tablename = 'a'")).toEqual([]);
  });
});

describe("refused", () => {
  const refusal = (words: string) => ({ code: "configuration", text: expect.stringContaining(words) });

  test("a database that a newer version has used", async () => {
    const { ownerUrl, appUrl } = await emptyDatabase();
    await migrate(ownerUrl, { appUrl, migrations });
    await expect(migrate(ownerUrl, { appUrl, migrations: migrations.slice(0, 1) })).rejects.toMatchObject(
      refusal("0020_second"),
    );
  });

  test("a migration that was changed afterwards", async () => {
    const { ownerUrl, appUrl } = await emptyDatabase();
    await migrate(ownerUrl, { appUrl, migrations });
    const changed = migrations.map((migration) => ({ ...migration, sql: `${migration.sql} ` }));
    await expect(migrate(ownerUrl, { appUrl, migrations: changed })).rejects.toMatchObject(
      refusal("0010_first"),
    );
  });

  test("a migration that was put before an applied one", async () => {
    const { ownerUrl, appUrl } = await emptyDatabase();
    await migrate(ownerUrl, {
      appUrl,
      migrations: migrations.slice(1).map((m) => ({ ...m, sql: "select 1" })),
    });
    const both = [migrations[0] as Migration, { ...(migrations[1] as Migration), sql: "select 1" }];
    await expect(migrate(ownerUrl, { appUrl, migrations: both })).rejects.toMatchObject(
      refusal("0010_first"),
    );
  });

  test("a database in another encoding, or one that does not exist", async () => {
    const { ownerUrl, appUrl } = await emptyDatabase("encoding 'SQL_ASCII' lc_collate 'C' lc_ctype 'C'");
    await expect(migrate(ownerUrl, { appUrl, migrations })).rejects.toMatchObject(refusal("SQL_ASCII"));
    const missing = ownerUrl.replace(/\/e_\w+/, "/e_missing");
    await expect(migrate(missing, { appUrl: missing })).rejects.toMatchObject(refusal("does not exist"));
  });

  test("a server that is not there is not available, rather than wrong", async () => {
    const url = "postgresql:///x?host=/nowhere&user=nobody";
    await expect(migrate(url, { appUrl: url })).rejects.toMatchObject({ code: "database_unavailable" });
  });
});

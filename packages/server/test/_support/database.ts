import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, inject } from "vitest";
import { type Database, openDatabase } from "../../src/store/database.ts";

export interface TestDatabase {
  /** The serving role's URL: what the product runs with. */
  readonly appUrl: string;
  /** The owner's URL: for what only a migration or an intruder with the owner's rights could do. */
  readonly ownerUrl: string;
  readonly open: () => Database;
}

/** A fresh migrated database of the calling test file's own, dropped at its end. Call at the top level of a file or a describe. */
export async function testDatabase(): Promise<TestDatabase> {
  const root = inject("databaseUrl");
  const name = `t_${randomBytes(8).toString("hex")}`;
  await administer(
    root,
    `create database ${name} template entobot_template strategy file_copy owner entobot_owner`,
  );
  const urlFor = (user: string) => {
    const url = new URL(root.replace("postgresql:///", "postgresql://x/"));
    url.pathname = `/${name}`;
    url.searchParams.set("user", user);
    return url.toString().replace("postgresql://x/", "postgresql:///");
  };
  const opened: Database[] = [];
  afterAll(async () => {
    await Promise.all(opened.map((database) => database.close()));
    await administer(root, `drop database if exists ${name} with (force)`);
  });
  const appUrl = urlFor("entobot_app");
  return {
    appUrl,
    ownerUrl: urlFor("entobot_owner"),
    open() {
      const database = openDatabase({ url: appUrl });
      opened.push(database);
      return database;
    },
  };
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

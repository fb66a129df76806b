import { Failure, isFailure } from "../pure/failure.ts";
import { openDatabase, type ReservedConnection } from "./database.ts";
import { grantToServingRole, type Protection } from "./grants.ts";
import { type Migration, readMigrations } from "./migration-files.ts";
import { type Queryable, sql } from "./queryable.ts";

export interface MigrateOptions {
  /** The serving role's URL. With the owner's own role both are one and nothing is granted. */
  readonly appUrl: string;
  readonly migrations?: readonly Migration[];
}

export interface Migrated {
  readonly applied: readonly string[];
  /** Whether the record is append-only by missing rights or only by its triggers. */
  readonly protection: Protection;
  /** For people, such as "18.4". */
  readonly version: string;
}

const oldestSupported = 150_000;
/** "entobot" as a number: the advisory lock under which one process at a time migrates a database. */
const lockKey = 0x656e_746f_626fn.toString();

/**
 * Brings the schema up to this version: forward only, each migration with its entry in one transaction, so that a
 * kill at any moment leaves a state from which the next run goes on. Then gives the serving role its rights anew.
 */
export async function migrate(ownerUrl: string, options: MigrateOptions): Promise<Migrated> {
  const migrations = options.migrations ?? readMigrations();
  const role = await servingRole(options.appUrl);
  const database = openDatabase({ url: ownerUrl, connections: 1 });
  let connection: ReservedConnection | undefined;
  try {
    connection = await database.reserve(() => {});
    const version = await assertSupported(connection);
    // A migration may rewrite a large table, and waiting for another starting server is no error.
    await connection.query(sql`set statement_timeout = 0`);
    await connection.query(sql`select pg_advisory_lock(${lockKey}::int8)`);
    await makeLedger(connection);
    const pending = await findPending(connection, migrations);
    for (const migration of pending) await apply(connection, migration);
    const protection = await connection.transaction((tx) => grantToServingRole(tx, role));
    return { applied: pending.map(({ name }) => name), protection, version };
  } catch (error) {
    throw explain(error);
  } finally {
    await connection?.release();
    await database.close();
  }
}

async function servingRole(appUrl: string): Promise<string> {
  const database = openDatabase({ url: appUrl, connections: 1 });
  try {
    const [row] = await database.query<{ role: string }>(sql`select current_user as role`);
    return row?.role ?? "";
  } catch (error) {
    throw explain(error);
  } finally {
    await database.close();
  }
}

async function assertSupported(connection: Queryable): Promise<string> {
  const [row] = await connection.query<{ number: number; version: string; encoding: string }>(
    sql`select current_setting('server_version_num')::int as number, current_setting('server_version') as version,
               current_setting('server_encoding') as encoding`,
  );
  if (!row || row.number < oldestSupported) {
    throw refuse(`PostgreSQL ${row?.version} is too old for Entobot. It needs PostgreSQL 15 or newer.`);
  }
  if (row.encoding !== "UTF8") {
    throw refuse(
      `The database's encoding is ${row.encoding}. Make one with: create database … encoding 'UTF8' template template0.`,
    );
  }
  return row.version.split(" ")[0] ?? row.version;
}

async function makeLedger(connection: ReservedConnection): Promise<void> {
  await connection.query(sql`
    create table if not exists schema_migrations (
      number int primary key,
      name text not null,
      checksum text not null,
      applied_at timestamptz not null default now()
    )`);
}

/** What is still to be done, after everything that was done proved to be what this version knows. */
async function findPending(connection: Queryable, migrations: readonly Migration[]): Promise<Migration[]> {
  const done = await connection.query<{ number: number; name: string; checksum: string }>(
    sql`select number, name, checksum from schema_migrations order by number`,
  );
  const known = await checksums(connection, migrations);
  for (const { number, name, checksum } of done) {
    const expected = known.get(number);
    if (expected === undefined) {
      throw refuse(
        `The database was used by a newer Entobot (migration ${name}). Start that version, or restore a backup.`,
      );
    }
    if (expected !== checksum) {
      throw refuse(`Migration ${name} is not the one that made this database. Use the released files.`);
    }
  }
  const last = done.at(-1)?.number ?? 0;
  const applied = new Set(done.map(({ number }) => number));
  const pending = migrations.filter(({ number }) => !applied.has(number));
  const late = pending.find(({ number }) => number < last);
  if (late)
    throw refuse(`Migration ${late.name} comes before one that was applied already. Give it a new number.`);
  return pending;
}

/** The database itself hashes, so that no second implementation has to agree with it. */
async function checksums(
  connection: Queryable,
  migrations: readonly Migration[],
): Promise<Map<number, string>> {
  const texts = migrations.map((migration) => migration.sql);
  const rows = await connection.query<{ hash: string }>(
    sql`select encode(sha256(convert_to(text, 'UTF8')), 'hex') as hash
        from unnest(${texts}::text[]) with ordinality as t(text, place) order by place`,
  );
  return new Map(migrations.map(({ number }, index) => [number, rows[index]?.hash ?? ""]));
}

async function apply(connection: ReservedConnection, { number, name, sql: text }: Migration): Promise<void> {
  try {
    await connection.transaction(async (tx) => {
      await tx.query({ text, values: [] });
      await tx.query(sql`
        insert into schema_migrations (number, name, checksum)
        values (${number}, ${name}, encode(sha256(convert_to(${text}, 'UTF8')), 'hex'))`);
    });
  } catch (cause) {
    if (isFailure(cause)) throw cause;
    throw new Failure("internal", {
      text: `Migration ${name} failed; nothing of it was kept.`,
      detail: name,
      cause,
    });
  }
}

const refuse = (text: string): Failure => new Failure("configuration", { text });

/** The usual reasons why a database of one's own does not let us in (SQLSTATE), in words that say what to do. */
function explain(error: unknown): unknown {
  const cause = isFailure(error) ? (error.cause ?? error) : error;
  const code = (cause as { code?: unknown }).code;
  const words: Record<string, string> = {
    "28P01": "The database refuses the password of its URL.",
    "28000": "The database refuses this user. Check its pg_hba.conf and the user in the URL.",
    "3D000":
      "The database named in the URL does not exist. Make it first: create database … encoding 'UTF8'.",
    "42501":
      "The migrating role may not make tables. Make it the owner of the database (alter database … owner to …).",
    ECONNREFUSED: "The database does not answer. Check its URL and that it is running.",
    ENOENT: "The database's socket does not exist. Check its URL and that it is running.",
    ENOTFOUND: "The database's host name is not known. Check its URL.",
  };
  const text = typeof code === "string" ? words[code] : undefined;
  if (!text) return error;
  return new Failure(/^E/.test(String(code)) ? "database_unavailable" : "configuration", { text, cause });
}

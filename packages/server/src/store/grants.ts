import { type Queryable, sql } from "./queryable.ts";

/** Pinned: what the serving role may add to and read, and never change. The triggers say the same to everybody. */
export const insertOnlyTables: readonly string[] = ["audit_events", "audit_chain"];
const readOnlyTables: readonly string[] = ["schema_migrations"];

export type Protection = "grant" | "trigger";

/**
 * Gives the serving role exactly what it needs on the tables of the migrating role. Where both are one, or the
 * serving role could become the owner, grants protect nothing: the answer says so.
 */
export async function grantToServingRole(tx: Queryable, role: string): Promise<Protection> {
  const [row] = await tx.query<{ same: boolean; could: boolean; schema: string }>(
    sql`select current_user = ${role} as same, current_schema() as schema,
               pg_has_role(${role}, current_user, 'MEMBER') as could`,
  );
  if (!row || row.same) return "trigger";
  const [schema, grantee] = [quoted(row.schema), quoted(role)];
  await run(tx, `grant usage on schema ${schema} to ${grantee}`);
  const tables = await tx.query<{ name: string }>(
    sql`select tablename as name from pg_tables where schemaname = ${row.schema} and tableowner = current_user`,
  );
  for (const { name } of tables) {
    const table = `${schema}.${quoted(name)}`;
    await run(tx, `revoke all on ${table} from public, ${grantee}`);
    await run(tx, `grant ${rightsOn(name)} on ${table} to ${grantee}`);
  }
  await run(tx, `grant usage on all sequences in schema ${schema} to ${grantee}`);
  return row.could ? "trigger" : "grant";
}

function rightsOn(table: string): string {
  if (insertOnlyTables.includes(table)) return "select, insert";
  if (readOnlyTables.includes(table)) return "select";
  return "select, insert, update, delete";
}

const run = (tx: Queryable, text: string): Promise<unknown[]> => tx.query({ text, values: [] });

/** Names cannot be parameters. Doubling the quotes is the whole rule (SQL identifiers). */
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

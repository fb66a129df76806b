import type { PersonId } from "@entobot/contract/ids";
import type { Person, PersonStatus } from "@entobot/contract/people";
import type { Role } from "@entobot/contract/permissions";
import { timestamp } from "../pure/clock.ts";
import { type Queryable, sql, type Transaction } from "../store/queryable.ts";

export interface PersonRow {
  readonly id: PersonId;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly status: PersonStatus;
  readonly password: string | null;
  readonly created_at: number;
  readonly last_seen_at: number | null;
}

export const toPerson = (row: PersonRow): Person => ({
  id: row.id,
  email: row.email,
  name: row.name,
  role: row.role,
  status: row.status,
  created_at: timestamp(row.created_at),
  last_seen_at: row.last_seen_at === null ? null : timestamp(row.last_seen_at),
});

/** False when the address is taken. */
export async function insertPerson(db: Queryable, row: PersonRow): Promise<boolean> {
  const rows = await db.query(
    sql`insert into people (id, email, name, role, status, password, created_at)
        values (${row.id}, ${row.email}, ${row.name}, ${row.role}, ${row.status}, ${row.password},
                ${new Date(row.created_at)})
        on conflict (email) do nothing returning 1`,
  );
  return rows.length === 1;
}

export async function findPerson(db: Queryable, id: string): Promise<PersonRow | undefined> {
  return (await db.query<PersonRow>(sql`select * from people where id = ${id}`))[0];
}

/**
 * Holds the row until the transaction ends: whoever decides about somebody sees nobody change them meanwhile. Always taken
 * before rows of theirs (links, pairings, sessions), so that no two transactions wait for each other.
 */
export async function lockPerson(tx: Transaction, id: string): Promise<PersonRow | undefined> {
  return (await tx.query<PersonRow>(sql`select * from people where id = ${id} for update`))[0];
}

export async function findPersonByEmail(db: Queryable, email: string): Promise<PersonRow | undefined> {
  // PostgreSQL refuses a NUL in a text; nobody has such an address.
  if (email.includes("\0")) return undefined;
  return (await db.query<PersonRow>(sql`select * from people where email = ${email}`))[0];
}

export async function listPeople(db: Queryable, after: string, limit: number): Promise<PersonRow[]> {
  return db.query<PersonRow>(sql`select * from people where id > ${after} order by id limit ${limit}`);
}

export async function countPeople(db: Queryable): Promise<number> {
  const [row] = await db.query<{ count: number }>(sql`select count(*) as count from people`);
  return row?.count ?? 0;
}

export async function updatePerson(
  db: Queryable,
  id: PersonId,
  to: { name: string; role: Role; status: PersonStatus },
): Promise<void> {
  await db.query(
    sql`update people set name = ${to.name}, role = ${to.role}, status = ${to.status} where id = ${id}`,
  );
}

export async function updatePassword(db: Queryable, id: PersonId, password: string): Promise<void> {
  await db.query(sql`update people set password = ${password}, status = 'active' where id = ${id}`);
}

export async function activatePerson(db: Queryable, id: PersonId): Promise<void> {
  await db.query(sql`update people set status = 'active' where id = ${id} and status = 'invited'`);
}

export async function hasOwner(db: Queryable): Promise<boolean> {
  return (await db.query(sql`select 1 from ownership`)).length > 0;
}

/** False when somebody was first: the table's key decides, not the order of checks. */
export async function insertOwnership(tx: Transaction, id: PersonId, now: number): Promise<boolean> {
  const rows = await tx.query(
    sql`insert into ownership (claimed_by, claimed_at) values (${id}, ${new Date(now)})
        on conflict do nothing returning 1`,
  );
  return rows.length === 1;
}

/** Active owners other than `id`, counted under the one lock that all such changes take. */
export async function countOtherOwners(tx: Transaction, id: PersonId): Promise<number> {
  await tx.query(sql`select 1 from ownership for update`);
  const [row] = await tx.query<{ count: number }>(
    sql`select count(*) as count from people where role = 'owner' and status = 'active' and id <> ${id}`,
  );
  return row?.count ?? 0;
}

import { type Queryable, sql } from "../store/queryable.ts";

export interface FollowerRow {
  readonly seq: number;
  readonly replaying: boolean;
}

export async function findFollower(db: Queryable, name: string): Promise<FollowerRow | undefined> {
  const rows = await db.query<FollowerRow>(
    sql`select seq, replaying from audit_followers where name = ${name}`,
  );
  return rows[0];
}

export async function storeFollower(db: Queryable, name: string, row: FollowerRow): Promise<void> {
  await db.query(
    sql`insert into audit_followers (name, seq, replaying) values (${name}, ${row.seq}, ${row.replaying})
        on conflict (name) do update set seq = excluded.seq, replaying = excluded.replaying`,
  );
}

export async function isInChain(db: Queryable, seq: number, hash: string): Promise<boolean> {
  const rows = await db.query(
    sql`select 1 from audit_chain where seq = ${seq} and hash = decode(${hash}, 'hex')`,
  );
  return rows.length > 0;
}

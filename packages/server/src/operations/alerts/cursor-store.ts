import { type Queryable, sql, type Transaction } from "../../store/queryable.ts";

export async function findCursor(db: Queryable): Promise<number | null> {
  const [row] = await db.query<{ seq: number }>(sql`select seq from alert_cursor`);
  return row?.seq ?? null;
}

/** Held until the end of the transaction: followers of several servers take turns. */
export async function lockCursor(tx: Transaction): Promise<number | null> {
  const [row] = await tx.query<{ seq: number }>(sql`select seq from alert_cursor for update`);
  return row?.seq ?? null;
}

export async function beginCursor(db: Queryable, seq: number): Promise<void> {
  await db.query(sql`insert into alert_cursor (seq) values (${seq}) on conflict do nothing`);
}

export async function advanceCursor(db: Queryable, seq: number): Promise<void> {
  await db.query(sql`update alert_cursor set seq = ${seq} where seq < ${seq}`);
}

export async function dropCursor(db: Queryable): Promise<void> {
  await db.query(sql`delete from alert_cursor`);
}

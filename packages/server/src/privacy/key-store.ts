import type { KeyId } from "@entobot/contract/ids";
import { type Queryable, sql } from "../store/queryable.ts";
import type { KeyOwner } from "./key-ring.ts";

export interface KeyRow {
  readonly key_id: KeyId;
  readonly owner: KeyOwner;
  /** null: destroyed. */
  readonly wrapped: Buffer | null;
  readonly master_key_id: string;
}

export async function findCurrentKey(db: Queryable, owner: KeyOwner): Promise<KeyRow | undefined> {
  const rows = await db.query<KeyRow>(
    sql`select key_id, owner, wrapped, master_key_id from person_keys
        where owner = ${owner} and destroyed_at is null`,
  );
  return rows[0];
}

export async function findKey(db: Queryable, keyId: string): Promise<KeyRow | undefined> {
  const rows = await db.query<KeyRow>(
    sql`select key_id, owner, wrapped, master_key_id from person_keys where key_id = ${keyId}`,
  );
  return rows[0];
}

/** Waits for another transaction that is making the same owner's key; false when that one won. */
export async function insertKey(db: Queryable, row: KeyRow, createdAt: string): Promise<boolean> {
  const rows = await db.query(
    sql`insert into person_keys (key_id, owner, wrapped, master_key_id, created_at)
        values (${row.key_id}, ${row.owner}, ${row.wrapped}, ${row.master_key_id}, ${createdAt})
        on conflict do nothing returning 1`,
  );
  return rows.length === 1;
}

export async function findForeignMasterKeys(db: Queryable, masterKeyId: string): Promise<number> {
  const rows = await db.query<{ count: number }>(
    sql`select count(*) from person_keys where master_key_id <> ${masterKeyId} and destroyed_at is null`,
  );
  return rows[0]?.count ?? 0;
}

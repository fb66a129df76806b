import type { SessionId } from "@entobot/contract/ids";
import { type Queryable, sql, type Transaction } from "../store/queryable.ts";

export interface RefreshRow {
  readonly token_hash: Buffer;
  readonly session_id: SessionId;
  readonly generation: number;
  readonly used_at: number | null;
  readonly child: Buffer | null;
}

export async function insertRefreshToken(
  db: Queryable,
  token: { hash: Buffer; session: SessionId; generation: number; now: number },
): Promise<void> {
  await db.query(
    sql`insert into refresh_tokens (token_hash, session_id, generation, created_at)
        values (${token.hash}, ${token.session}, ${token.generation}, ${new Date(token.now)})`,
  );
}

export async function findRefreshToken(db: Queryable, hash: Buffer): Promise<RefreshRow | undefined> {
  const rows = await db.query<RefreshRow>(
    sql`select token_hash, session_id, generation, used_at, child from refresh_tokens where token_hash = ${hash}`,
  );
  return rows[0];
}

export async function findNewestGeneration(tx: Transaction, session: SessionId): Promise<number> {
  const [row] = await tx.query<{ newest: number }>(
    sql`select max(generation) as newest from refresh_tokens where session_id = ${session}`,
  );
  return row?.newest ?? 0;
}

/** The token has a child now. What its own parent kept of it is wiped: the window of the parent is over. */
export async function markUsed(tx: Transaction, row: RefreshRow, child: Buffer, now: number): Promise<void> {
  await tx.query(
    sql`update refresh_tokens set used_at = ${new Date(now)}, child = ${child}
        where token_hash = ${row.token_hash}`,
  );
  await tx.query(
    sql`update refresh_tokens set child = null
        where session_id = ${row.session_id} and generation < ${row.generation} and child is not null`,
  );
}

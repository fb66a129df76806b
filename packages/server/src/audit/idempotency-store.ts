import { type Queryable, sql, type Transaction } from "../store/queryable.ts";
import type { Owner, SealedBytes } from "./sealing.ts";

export interface StoredAnswer {
  readonly fingerprint: string;
  readonly events: readonly number[];
  readonly owner: Owner | null;
  readonly key_id: string | null;
  readonly result: Buffer | null;
}

/**
 * Takes the key for this transaction. A second taker waits here until the first has committed (and then reads its
 * answer) or rolled back (and then does the work itself). undefined: the key was free.
 */
export async function claimKey(
  tx: Transaction,
  scope: string,
  key: string,
  fingerprint: string,
  at: number,
): Promise<StoredAnswer | undefined> {
  const taken = await tx.query(
    sql`insert into idempotency (scope, key, fingerprint, created_at) values (${scope}, ${key}, ${fingerprint}, ${at})
        on conflict do nothing returning 1`,
  );
  if (taken.length === 1) return undefined;
  const rows = await tx.query<StoredAnswer>(
    sql`select fingerprint, events, owner, key_id, result from idempotency where scope = ${scope} and key = ${key}`,
  );
  // Members of an int8[] arrive as texts.
  return rows[0] && { ...rows[0], events: rows[0].events.map(Number) };
}

export async function storeAnswer(
  tx: Transaction,
  scope: string,
  key: string,
  events: readonly number[],
  owner: Owner,
  sealed: SealedBytes,
): Promise<void> {
  await tx.query(
    sql`update idempotency set events = ${events}, owner = ${owner}, key_id = ${sealed.keyId}, result = ${sealed.bytes}
        where scope = ${scope} and key = ${key}`,
  );
}

export async function deleteAnswersBefore(db: Queryable, at: number): Promise<void> {
  await db.query(
    sql`delete from idempotency where (scope, key) in
          (select scope, key from idempotency where created_at < ${at} order by created_at limit 1000)`,
  );
}

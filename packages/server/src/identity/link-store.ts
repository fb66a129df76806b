import type { PersonId } from "@entobot/contract/ids";
import { type Queryable, sql, type Transaction } from "../store/queryable.ts";

export interface LinkRow {
  /** null: the link that claims the server. */
  readonly person_id: PersonId | null;
  readonly expires_at: number;
}

/** The person's old link (or the old claim link) dies here. */
export async function putLink(
  db: Queryable,
  link: { hash: Buffer; person: PersonId | null; now: number; expiresAt: number },
): Promise<void> {
  await db.query(
    sql`insert into one_time_links (token_hash, person_id, created_at, expires_at)
        values (${link.hash}, ${link.person}, ${new Date(link.now)}, ${new Date(link.expiresAt)})
        on conflict (person_id) do update
        set token_hash = excluded.token_hash, created_at = excluded.created_at, expires_at = excluded.expires_at`,
  );
}

export async function findLink(db: Queryable, hash: Buffer, now: number): Promise<LinkRow | undefined> {
  const rows = await db.query<LinkRow>(
    sql`select person_id, expires_at from one_time_links
        where token_hash = ${hash} and expires_at > ${new Date(now)}`,
  );
  return rows[0];
}

/** Takes the link out; of any number at once, one gets it. */
export async function takeLink(tx: Transaction, hash: Buffer, now: number): Promise<LinkRow | undefined> {
  const rows = await tx.query<LinkRow>(
    sql`delete from one_time_links where token_hash = ${hash} and expires_at > ${new Date(now)}
        returning person_id, expires_at`,
  );
  return rows[0];
}

export async function dropLinks(db: Queryable, person: PersonId): Promise<void> {
  await db.query(sql`delete from one_time_links where person_id = ${person}`);
}

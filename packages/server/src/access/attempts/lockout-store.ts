import { type Queryable, sql, type Transaction } from "../../store/queryable.ts";

export type LockoutKind = "address" | "account";

export interface LockoutRow {
  readonly kind: LockoutKind;
  readonly key_hash: Buffer;
  /** null: the lock is over, and only remembered. */
  readonly subject: string | null;
  readonly level: number;
  readonly started_at: number;
  readonly until_at: number;
}

export async function writeLockouts(db: Queryable, rows: readonly LockoutRow[]): Promise<void> {
  const column = <Name extends keyof LockoutRow>(name: Name) => rows.map((row) => row[name]);
  const moments = (name: "started_at" | "until_at") => rows.map((row) => new Date(row[name]));
  await db.query(
    sql`insert into lockouts (kind, key_hash, subject, level, started_at, until_at)
        select * from unnest(${column("kind")}::text[], ${column("key_hash")}::bytea[], ${column("subject")}::text[],
          ${column("level")}::int[], ${moments("started_at")}::timestamptz[], ${moments("until_at")}::timestamptz[])
        on conflict (kind, key_hash) do update set subject = excluded.subject, level = excluded.level,
          started_at = excluded.started_at, until_at = excluded.until_at, released_at = null`,
  );
}

const columns = "kind, key_hash, subject, level, started_at, until_at";

/** Those whose memory still makes the next lock longer. */
export async function readRemembered(db: Queryable, since: number, most: number): Promise<LockoutRow[]> {
  return db.query<LockoutRow>({
    text: `select ${columns} from lockouts where until_at > $1 and released_at is null order by until_at desc limit $2`,
    values: [new Date(since), most],
  });
}

export async function readLocked(db: Queryable, now: number, most: number): Promise<LockoutRow[]> {
  return db.query<LockoutRow>({
    text: `select ${columns} from lockouts where until_at > $1 and subject is not null order by started_at desc limit $2`,
    values: [new Date(now), most],
  });
}

export async function findLocked(
  db: Queryable,
  kind: LockoutKind,
  hash: Buffer,
  now: number,
): Promise<LockoutRow | undefined> {
  const [row] = await db.query<LockoutRow>({
    text: `select ${columns} from lockouts where kind = $1 and key_hash = $2 and until_at > $3`,
    values: [kind, hash, new Date(now)],
  });
  return row;
}

/** Whether there was a lock to release; of two at once, one was. */
export async function releaseLock(
  tx: Transaction,
  kind: LockoutKind,
  hash: Buffer,
  now: number,
): Promise<boolean> {
  const at = new Date(now);
  const rows = await tx.query(
    sql`update lockouts set until_at = ${at}, released_at = ${at}, subject = null
        where kind = ${kind} and key_hash = ${hash} and until_at > ${at} returning kind`,
  );
  return rows.length > 0;
}

export interface Release {
  readonly kind: LockoutKind;
  readonly key_hash: Buffer;
  readonly released_at: number;
}

export async function readReleases(db: Queryable, since: number): Promise<Release[]> {
  return db.query<Release>(
    sql`select kind, key_hash, released_at from lockouts where released_at > ${new Date(since)}`,
  );
}

/** Takes the names off locks that are over, and what is remembered no more. */
export async function sweepLockouts(db: Queryable, now: number, forgotten: number): Promise<void> {
  await db.query(
    sql`update lockouts set subject = null where until_at < ${new Date(now)} and subject is not null`,
  );
  await db.query(sql`delete from lockouts where until_at < ${new Date(forgotten)}`);
}

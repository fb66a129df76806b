import { type Queryable, sql } from "../../store/queryable.ts";

export const countKinds = ["device", "address", "address_failures", "account_failures"] as const;
export type CountKind = (typeof countKinds)[number];

export interface CountRow {
  readonly kind: CountKind;
  readonly key_hash: Buffer;
  readonly cells: readonly number[];
  /** Ms since the epoch. */
  readonly expires_at: number;
}

export async function writeCounts(db: Queryable, rows: readonly CountRow[]): Promise<void> {
  const [kinds, hashes, expiries] = [
    rows.map(({ kind }) => kind),
    rows.map(({ key_hash }) => key_hash),
    rows.map(({ expires_at }) => new Date(expires_at)),
  ];
  const cells = rows.map(({ cells }) => Buffer.from(new Float64Array(cells).buffer));
  await db.query(
    sql`insert into limit_counts (kind, key_hash, cells, expires_at)
        select * from unnest(${kinds}::text[], ${hashes}::bytea[], ${cells}::bytea[], ${expiries}::timestamptz[])
        on conflict (kind, key_hash) do update set cells = excluded.cells, expires_at = excluded.expires_at`,
  );
}

/** The newest of what still counts; more than `most` are more than memory would hold. */
export async function readCounts(db: Queryable, now: number, most: number): Promise<CountRow[]> {
  const rows = await db.query<Omit<CountRow, "cells"> & { cells: Buffer }>(
    sql`select kind, key_hash, cells, expires_at from limit_counts where expires_at > ${new Date(now)}
        order by expires_at desc limit ${most}`,
  );
  return rows.map((row) => ({ ...row, cells: cellsIn(row.cells) }));
}

export async function dropCounts(db: Queryable, kind: CountKind, hash: Buffer): Promise<void> {
  await db.query(sql`delete from limit_counts where kind = ${kind} and key_hash = ${hash}`);
}

export async function sweepCounts(db: Queryable, now: number): Promise<void> {
  await db.query(sql`delete from limit_counts where expires_at < ${new Date(now)}`);
}

function cellsIn(bytes: Buffer): number[] {
  const whole = bytes.subarray(0, bytes.length - (bytes.length % 16));
  return [...new Float64Array(Uint8Array.from(whole).buffer)];
}

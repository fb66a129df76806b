import type { KeyId } from "@entobot/contract/ids";
import { timestamp } from "../../pure/clock.ts";
import { type Queryable, sql } from "../../store/queryable.ts";

export const settingsChannel = "entobot_settings";

export interface StoredRow {
  /** 0: nothing was ever stored. */
  readonly version: number;
  readonly key_id: KeyId;
  readonly sealed: Buffer;
}

export async function findStored(db: Queryable): Promise<StoredRow | undefined> {
  const rows = await db.query<StoredRow>(sql`select version, key_id, sealed from stored_settings`);
  return rows[0];
}

/** False when somebody else stored a newer version first. Every process hears of it at commit. */
export async function replaceStored(db: Queryable, row: StoredRow, now: number): Promise<boolean> {
  const { version, key_id, sealed } = row;
  const at = timestamp(now);
  const rows = await db.query(
    version === 1
      ? sql`insert into stored_settings (version, key_id, sealed, changed_at)
            values (${version}, ${key_id}, ${sealed}, ${at}) on conflict do nothing returning 1`
      : sql`update stored_settings set version = ${version}, key_id = ${key_id}, sealed = ${sealed}, changed_at = ${at}
            where version = ${version - 1} returning 1`,
  );
  if (rows.length === 0) return false;
  await db.query(sql`select pg_notify(${settingsChannel}, ${String(version)})`);
  return true;
}

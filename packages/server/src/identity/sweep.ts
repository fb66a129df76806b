import { type Queryable, sql } from "../store/queryable.ts";
import { lifetimes } from "./lifetimes.ts";

/** Takes out what has been dead for long. Nobody's rights change, so nothing is recorded. Refresh tokens go with their session. */
export async function sweep(db: Queryable, now: number): Promise<void> {
  const at = new Date(now);
  const forgotten = new Date(now - lifetimes.remembered);
  const unused = new Date(now - lifetimes.remembered - lifetimes.device.idle);
  await db.query(sql`delete from one_time_links where expires_at < ${at}`);
  await db.query(sql`delete from pairings where expires_at < ${new Date(now - 12 * lifetimes.pairing)}`);
  await db.query(
    sql`delete from sessions
        where ended_at < ${forgotten} or expires_at < ${forgotten} or last_seen_at < ${unused}`,
  );
}

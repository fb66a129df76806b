import type { DeviceId, PersonId, SessionId } from "@entobot/contract/ids";
import { type Queryable, type Statement, sql } from "../store/queryable.ts";
import { lifetimes } from "./lifetimes.ts";

/** What screens show of open sessions. Never used to decide. */
export interface SessionViewRow {
  readonly id: SessionId;
  readonly person_id: PersonId;
  readonly email: string;
  readonly device_id: DeviceId | null;
  readonly created_at: number;
  readonly last_seen_at: number;
  readonly expires_at: number;
}

export interface DeviceViewRow {
  readonly id: DeviceId;
  readonly session_id: SessionId;
  readonly name: string;
  readonly platform: string;
  readonly has_key: boolean;
  readonly person_id: PersonId;
  readonly email: string;
  readonly paired_at: number;
  readonly last_seen_at: number;
}

/** Newest first. `person` null: everybody's. */
export interface ViewQuery {
  readonly person: PersonId | null;
  readonly before: string | null;
  readonly limit: number;
  readonly now: number;
}

export async function listSessionViews(db: Queryable, query: ViewQuery): Promise<SessionViewRow[]> {
  const usedAfter = since(query.now);
  return db.query<SessionViewRow>(
    sql`select s.id, s.person_id, p.email, s.device_id, s.created_at, s.last_seen_at, s.expires_at
        from sessions s join people p on p.id = s.person_id
        where s.ended_at is null and s.expires_at > ${new Date(query.now)} and p.status = 'active'
          and s.last_seen_at > case when s.device_id is null then ${usedAfter.browser}::timestamptz else ${usedAfter.device} end
          and (${query.person}::text is null or s.person_id = ${query.person})
          and (${query.before}::text is null or s.id < ${query.before})
        order by s.id desc limit ${query.limit}`,
  );
}

export async function listDeviceViews(db: Queryable, query: ViewQuery): Promise<DeviceViewRow[]> {
  return db.query<DeviceViewRow>(
    sql`select d.id, s.id as session_id, d.name, d.platform, d.public_key is not null as has_key,
               d.person_id, p.email, d.paired_at, s.last_seen_at
        from devices d join sessions s on s.device_id = d.id join people p on p.id = d.person_id
        where s.ended_at is null and s.expires_at > ${new Date(query.now)} and p.status = 'active'
          and s.last_seen_at > ${since(query.now).device}
          and (${query.person}::text is null or d.person_id = ${query.person})
          and (${query.before}::text is null or d.id < ${query.before})
        order by d.id desc limit ${query.limit}`,
  );
}

export async function countDevices(db: Queryable, now: number): Promise<number> {
  const [row] = await db.query<{ count: number }>(countStatement(now));
  return row?.count ?? 0;
}

const countStatement = (now: number): Statement =>
  sql`select count(*) as count from sessions s join people p on p.id = s.person_id
      where s.device_id is not null and s.ended_at is null and s.expires_at > ${new Date(now)}
        and s.last_seen_at > ${since(now).device} and p.status = 'active'`;

const since = (now: number) => ({
  browser: new Date(now - lifetimes.browser.idle),
  device: new Date(now - lifetimes.device.idle),
});

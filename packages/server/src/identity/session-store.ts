import type { DevicePublicKey } from "@entobot/contract/auth";
import type { DeviceId, PersonId, SessionId } from "@entobot/contract/ids";
import type { PersonStatus } from "@entobot/contract/people";
import type { Role } from "@entobot/contract/permissions";
import { type Queryable, sql, type Transaction } from "../store/queryable.ts";
import type { EndReason } from "./identity.ts";

/** A session with its person and device as they are now. */
export interface SessionRow {
  readonly id: SessionId;
  readonly person_id: PersonId;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly status: PersonStatus;
  /** Getting one ends every session: what is kept in memory stays true. */
  readonly has_password: boolean;
  readonly device_id: DeviceId | null;
  readonly device_name: string | null;
  readonly public_key: DevicePublicKey | null;
  readonly created_at: number;
  /** Moves on with use while the row is kept in memory. */
  last_seen_at: number;
  readonly expires_at: number;
  readonly ended_at: number | null;
  readonly end_reason: EndReason | null;
}

export interface NewSession {
  readonly id: SessionId;
  readonly personId: PersonId;
  readonly deviceId: DeviceId | null;
  readonly secretHash: Buffer | null;
  readonly now: number;
  readonly expiresAt: number;
}

export async function insertSession(db: Queryable, session: NewSession): Promise<void> {
  const now = new Date(session.now);
  await db.query(
    sql`insert into sessions (id, person_id, device_id, secret_hash, created_at, last_seen_at, expires_at)
        values (${session.id}, ${session.personId}, ${session.deviceId}, ${session.secretHash}, ${now}, ${now},
                ${new Date(session.expiresAt)})`,
  );
}

export async function findSessions(db: Queryable, ids: readonly string[]): Promise<SessionRow[]> {
  return db.query<SessionRow>(
    sql`select s.id, s.person_id, p.email, p.name, p.role, p.status, p.password is not null as has_password, s.device_id, d.name as device_name,
               d.public_key, s.created_at, s.last_seen_at, s.expires_at, s.ended_at, s.end_reason
        from sessions s join people p on p.id = s.person_id left join devices d on d.id = s.device_id
        where s.id = any(${ids})`,
  );
}

export async function findSessionBySecret(db: Queryable, hash: Buffer): Promise<SessionId | undefined> {
  const rows = await db.query<{ id: SessionId }>(sql`select id from sessions where secret_hash = ${hash}`);
  return rows[0]?.id;
}

export async function findSessionOfDevice(db: Queryable, device: string): Promise<SessionId | undefined> {
  const rows = await db.query<{ id: SessionId }>(sql`select id from sessions where device_id = ${device}`);
  return rows[0]?.id;
}

/** Whoever refreshes or ends a session waits here for the other who does. */
export async function lockSession(tx: Transaction, id: string): Promise<void> {
  await tx.query(sql`select 1 from sessions where id = ${id} for update`);
}

export interface EndedSession {
  readonly id: SessionId;
  readonly person_id: PersonId;
  readonly device_id: DeviceId | null;
}

export async function endSession(
  tx: Transaction,
  id: string,
  reason: EndReason,
  now: number,
): Promise<EndedSession[]> {
  return tx.query<EndedSession>(
    sql`update sessions set ended_at = ${new Date(now)}, end_reason = ${reason}
        where id = ${id} and ended_at is null returning id, person_id, device_id`,
  );
}

export async function endSessionsOf(
  tx: Transaction,
  person: PersonId,
  except: SessionId | null,
  reason: EndReason,
  now: number,
): Promise<EndedSession[]> {
  return tx.query<EndedSession>(
    sql`update sessions set ended_at = ${new Date(now)}, end_reason = ${reason}
        where person_id = ${person} and ended_at is null and id is distinct from ${except}
        returning id, person_id, device_id`,
  );
}

export async function endBrowsersOf(
  tx: Transaction,
  person: PersonId,
  except: SessionId | null,
  reason: EndReason,
  now: number,
): Promise<EndedSession[]> {
  return tx.query<EndedSession>(
    sql`update sessions set ended_at = ${new Date(now)}, end_reason = ${reason}
        where person_id = ${person} and device_id is null and ended_at is null and id is distinct from ${except}
        returning id, person_id, device_id`,
  );
}

/** What is said to every process that keeps sessions in memory, when this transaction commits: a session's or a person's id. */
export async function announce(tx: Transaction, ids: readonly (SessionId | PersonId)[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.query(sql`select pg_notify('entobot_sessions', id) from unnest(${ids}::text[]) as id`);
}

/**
 * Set-based and monotonic: two processes that both saw a session do not turn its clock back. Rows that somebody holds are
 * left out until next time: a note of use never waits, and nobody waits for it.
 */
export async function writeSeen(db: Queryable, seen: ReadonlyMap<SessionId, number>): Promise<void> {
  const ids = [...seen.keys()];
  const times = [...seen.values()].map((at) => new Date(at));
  const touched = await db.query<{ person_id: PersonId; at: number }>(
    sql`with free as (select id from sessions where id = any(${ids}) for no key update skip locked)
        update sessions s set last_seen_at = greatest(s.last_seen_at, seen.at)
        from free, unnest(${ids}::text[], ${times}::timestamptz[]) as seen (id, at)
        where s.id = free.id and seen.id = free.id returning s.person_id, seen.at`,
  );
  const people = touched.map((row) => row.person_id);
  const latest = touched.map((row) => new Date(row.at));
  await db.query(
    sql`with free as (select id from people where id = any(${people}) for no key update skip locked),
        seen as (select id, max(at) as at from unnest(${people}::text[], ${latest}::timestamptz[]) as s (id, at)
                 group by id)
        update people p set last_seen_at = greatest(p.last_seen_at, seen.at)
        from free, seen where p.id = free.id and seen.id = free.id`,
  );
}

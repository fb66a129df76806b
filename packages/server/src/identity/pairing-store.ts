import type { DeviceId, PairingId, PersonId, SessionId } from "@entobot/contract/ids";
import { type Queryable, sql, type Transaction } from "../store/queryable.ts";

export interface PairingRow {
  readonly id: PairingId;
  readonly session_id: string;
  readonly token_hash: Buffer;
  readonly person_id: PersonId;
  /** As the record knows the actor. */
  readonly created_by: string;
  readonly creator_session: SessionId | null;
  readonly state: "waiting" | "awaiting_approval" | "used" | "dead";
  readonly attempts: number;
  readonly created_at: number;
  readonly expires_at: number;
  readonly device_id: DeviceId | null;
}

export async function insertPairing(
  db: Queryable,
  row: Omit<PairingRow, "attempts" | "device_id">,
): Promise<void> {
  await db.query(
    sql`insert into pairings (id, session_id, token_hash, person_id, created_by, creator_session, state,
                              created_at, expires_at)
        values (${row.id}, ${row.session_id}, ${row.token_hash}, ${row.person_id}, ${row.created_by},
                ${row.creator_session}, ${row.state}, ${new Date(row.created_at)}, ${new Date(row.expires_at)})`,
  );
}

/** Keeps the newest `keep` open ones of this creator for this person. Others' are theirs: nobody fills another's place. */
export async function dropOldestPairings(
  tx: Transaction,
  person: PersonId,
  createdBy: string,
  keep: number,
): Promise<void> {
  await tx.query(
    sql`update pairings set state = 'dead' where id in (
          select id from pairings
          where person_id = ${person} and created_by = ${createdBy} and state in ('waiting', 'awaiting_approval')
          order by created_at desc, id desc offset ${keep})`,
  );
}

/** 128 random bits; what is spelled otherwise is nobody's. */
export async function findPairing(db: Queryable, sessionId: string): Promise<PairingRow | undefined> {
  if (!/^[A-Za-z0-9_-]{22}$/.test(sessionId)) return undefined;
  return (await db.query<PairingRow>(sql`select * from pairings where session_id = ${sessionId}`))[0];
}

/** Of any number of claims at once, one holds the row; the next sees what it did. */
export async function lockPairing(tx: Transaction, sessionId: string): Promise<PairingRow | undefined> {
  const rows = await tx.query<PairingRow>(
    sql`select * from pairings where session_id = ${sessionId} for update`,
  );
  return rows[0];
}

export async function setPairingState(
  tx: Transaction,
  id: PairingId,
  to: { state: PairingRow["state"]; attempts: number; device: DeviceId | null },
): Promise<void> {
  await tx.query(
    sql`update pairings set state = ${to.state}, attempts = ${to.attempts}, device_id = ${to.device}
        where id = ${id}`,
  );
}

export async function killPairings(tx: Transaction, person: PersonId): Promise<void> {
  await tx.query(
    sql`update pairings set state = 'dead'
        where (person_id = ${person} or created_by = ${person}) and state in ('waiting', 'awaiting_approval')`,
  );
}

export async function listAwaiting(db: Queryable, person: PersonId, now: number): Promise<PairingRow[]> {
  return db.query<PairingRow>(
    sql`select * from pairings
        where person_id = ${person} and state = 'awaiting_approval' and expires_at > ${new Date(now)}
        order by created_at`,
  );
}

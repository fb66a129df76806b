import { isTransaction, type Queryable, type Statement, sql, type Transaction } from "../store/queryable.ts";
import { genesis, type Head, type Link } from "./chain.ts";
import type { Event, RecordedEvent } from "./event.ts";
import type { Owner, SealedBytes } from "./sealing.ts";

/** Personal values of one event, sealed. */
export interface SealedValues extends SealedBytes {
  readonly owner: Owner;
}

/** An event with its name, ready to be inserted. */
export interface SealedEvent {
  readonly n: number;
  readonly event: Event;
  readonly values: SealedValues | null;
}

const insertEvents = `
insert into audit_events (n, at, event, outcome, severity, actor, device, ip, target, details)
select * from unnest($1::int8[], $2::int8[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                     $9::text[], $10::text[])`;

const insertValues = `
insert into audit_values (event_n, owner, key_id, sealed)
select * from unnest($11::int8[], $12::text[], $13::text[], $14::bytea[])`;

/** One statement for all three tables: each round trip costs as much as ten rows. */
const insertChained = `with e as (${insertEvents}), v as (${insertValues})
insert into audit_chain (seq, event_n, prev, hash)
select seq, n, decode(prev, 'hex'), decode(hash, 'hex')
from unnest($15::int8[], $1::int8[], $16::text[], $17::text[]) as c (seq, n, prev, hash)`;

const insertPending = `with e as (${insertEvents}), v as (${insertValues})
insert into audit_pending (event_n) select unnest($1::int8[])`;

function columns(sealed: readonly SealedEvent[]): unknown[] {
  const event = <Key extends keyof RecordedEvent>(key: Key) => sealed.map((one) => one.event[key]);
  const valued = sealed.filter((one) => one.values !== null);
  const value = <Key extends keyof SealedValues>(key: Key) => valued.map((one) => one.values?.[key]);
  return [
    ...[sealed.map(({ n }) => n), event("at"), event("event"), event("outcome"), event("severity")],
    ...[event("actor"), event("device"), event("ip"), event("target"), event("details")],
    ...[valued.map(({ n }) => n), value("owner"), value("keyId"), value("bytes")],
  ];
}

const column = <Key extends keyof Link>(links: readonly Link[], key: Key) => links.map((link) => link[key]);

/** Events with their places, in one commit: of the transaction, where there is one. */
export async function insertChainedEvents(
  db: Queryable,
  sealed: readonly SealedEvent[],
  links: readonly Link[],
): Promise<void> {
  const places = [column(links, "seq"), column(links, "prev"), column(links, "hash")];
  const insert = statement(insertChained, [...columns(sealed), ...places]);
  if (isTransaction(db)) db.later(insert);
  else await db.query(insert);
}

/** Events of a mutation; the sealer gives them their places. */
export function insertPendingEvents(tx: Transaction, sealed: readonly SealedEvent[]): void {
  tx.later(statement(insertPending, columns(sealed)));
}

const statement = (text: string, values: readonly unknown[]): Statement => ({ text, values });

export async function readHead(db: Queryable): Promise<Head> {
  const rows = await db.query<Head>(
    sql`select seq, encode(hash, 'hex') as hash from audit_chain order by seq desc limit 1`,
  );
  return rows[0] ?? genesis;
}

/** A committed event that waits, with its sealed values as they are. */
export type PendingEvent = RecordedEvent & { readonly n: number } & ValueColumns;

export interface ValueColumns {
  readonly owner: Owner | null;
  readonly key_id: string | null;
  readonly sealed: Buffer | null;
}

export function findPending(db: Queryable, limit: number): Promise<PendingEvent[]> {
  return db.query(
    sql`select e.n, e.at, e.event, e.outcome, e.severity, e.actor, e.device, e.ip, e.target, e.details,
               v.owner, v.key_id, v.sealed
        from audit_pending p join audit_events e on e.n = p.event_n left join audit_values v on v.event_n = e.n
        order by p.event_n limit ${limit}`,
  );
}

/** Gives pending events their places; `links` in the order of `numbers`. */
export async function chainPending(
  tx: Queryable,
  numbers: readonly number[],
  links: readonly Link[],
): Promise<void> {
  await tx.query(
    sql`with done as (delete from audit_pending where event_n = any(${numbers}::int8[]))
        insert into audit_chain (seq, event_n, prev, hash)
        select seq, event_n, decode(prev, 'hex'), decode(hash, 'hex')
        from unnest(${column(links, "seq")}::int8[], ${numbers}::int8[], ${column(links, "prev")}::text[],
                    ${column(links, "hash")}::text[]) as c (seq, event_n, prev, hash)`,
  );
}

/** Which of these events have their place. */
export async function findChained(db: Queryable, numbers: readonly number[]): Promise<number[]> {
  const rows = await db.query<{ event_n: number }>(
    sql`select event_n from audit_chain where event_n = any(${numbers}::int8[])`,
  );
  return rows.map((row) => row.event_n);
}

import { type Queryable, type Statement, sql, type Transaction } from "../store/queryable.ts";
import { genesis, type Head, type Link } from "./chain.ts";
import type { RecordedEvent } from "./event.ts";
import type { Owner, SealedBytes } from "./sealing.ts";

/** Personal values of one event, sealed. */
export interface SealedValues extends SealedBytes {
  readonly eventId: string;
  readonly owner: Owner;
}

const column = <Item, Key extends keyof Item>(items: readonly Item[], key: Key) =>
  items.map((item) => item[key]);

const eventColumns = (events: readonly RecordedEvent[]) =>
  [
    ...[column(events, "id"), column(events, "at"), column(events, "event"), column(events, "outcome")],
    ...[column(events, "severity"), column(events, "actor"), column(events, "device"), column(events, "ip")],
    ...[column(events, "target"), column(events, "details")],
  ] as const;

const valueColumns = (values: readonly SealedValues[]) =>
  [
    ...[column(values, "eventId"), column(values, "owner"), column(values, "keyId"), column(values, "bytes")],
  ] as const;

/** One statement for events, their sealed values and a third table: each round trip costs as much as ten rows. */
const insert = `
with e as (
  insert into audit_events (event_id, at, event, outcome, severity, actor, device, ip, target, details)
  select * from unnest($1::text[], $2::int8[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                       $9::text[], $10::text[])
  returning n, event_id
), v as (
  insert into audit_values (event_id, owner, key_id, sealed)
  select * from unnest($11::text[], $12::text[], $13::text[], $14::bytea[])
)`;

const insertChained = `${insert}
insert into audit_chain (seq, event_n, prev, hash)
select c.seq, e.n, decode(c.prev, 'hex'), decode(c.hash, 'hex')
from unnest($15::text[], $16::int8[], $17::text[], $18::text[]) as c (event_id, seq, prev, hash) join e using (event_id)`;

const insertPending = `${insert}
insert into audit_pending (event_n) select n from e returning event_n`;

/** Events with their places, in one commit. */
export async function insertChainedEvents(
  db: Queryable,
  events: readonly RecordedEvent[],
  links: readonly Link[],
  values: readonly SealedValues[],
): Promise<void> {
  const places = [column(events, "id"), column(links, "seq"), column(links, "prev"), column(links, "hash")];
  await db.query(statement(insertChained, [...eventColumns(events), ...valueColumns(values), ...places]));
}

/** Events of a mutation; the sealer gives them their places. Answers their numbers in order. */
export async function insertPendingEvents(
  tx: Transaction,
  events: readonly RecordedEvent[],
  values: readonly SealedValues[],
): Promise<number[]> {
  const rows = await tx.query<{ event_n: number }>(
    statement(insertPending, [...eventColumns(events), ...valueColumns(values)]),
  );
  return rows.map((row) => row.event_n);
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
    sql`select e.n, e.event_id as id, e.at, e.event, e.outcome, e.severity, e.actor, e.device, e.ip, e.target, e.details,
               v.owner, v.key_id, v.sealed
        from audit_pending p join audit_events e on e.n = p.event_n left join audit_values v on v.event_id = e.event_id
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

import { type Queryable, sql } from "../store/queryable.ts";

/** Committed events without a place: how many wait for one, and the first that nobody is going to give one. */
export async function findUnchained(
  db: Queryable,
  olderThan: number,
): Promise<{ waiting: number; lost: { n: number; event: string } | null }> {
  const [row] = await db.query<{ waiting: number; n: number | null; event: string | null }>(
    sql`with u as (
          select e.n, e.event, p.event_n is not null as waits
          from audit_events e left join audit_chain c on c.event_n = e.n left join audit_pending p on p.event_n = e.n
          where c.event_n is null and e.at < ${olderThan}
        )
        select (select count(*) from u where waits) as waiting, l.n, l.event
        from (select 1) one left join (select n, event from u where not waits order by n limit 1) l on true`,
  );
  const lost = row?.n == null ? null : { n: row.n, event: row.event ?? "" };
  return { waiting: row?.waiting ?? 0, lost };
}

/** The severities of consecutive records, with the hash of the last: for lines that a file's level left out. */
export function readSeverities(
  db: Queryable,
  first: number,
  last: number,
): Promise<{ seq: number; severity: string; prev: string; hash: string }[]> {
  return db.query(
    sql`select c.seq, e.severity, encode(c.prev, 'hex') as prev, encode(c.hash, 'hex') as hash
        from audit_chain c join audit_events e on e.n = c.event_n
        where c.seq between ${first} and ${last} order by c.seq`,
  );
}

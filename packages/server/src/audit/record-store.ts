import type { AuditQuery } from "@entobot/contract/audit";
import type { Queryable, Statement } from "../store/queryable.ts";
import type { ValueColumns } from "./audit-store.ts";
import type { Link } from "./chain.ts";
import type { RecordedEvent } from "./event.ts";

/** A chained record as it is stored; `event_n` is the order of arrival. */
export type RecordRow = RecordedEvent & Link & ValueColumns & { readonly event_n: number };

const columns = `
c.seq, encode(c.prev, 'hex') as prev, encode(c.hash, 'hex') as hash, c.event_n,
e.at, e.event, e.outcome, e.severity, e.actor, e.device, e.ip, e.target, e.details,
v.owner, v.key_id, v.sealed`;

const values = "left join audit_values v on v.event_n = c.event_n";

/** In the order of the chain. A chain row without its event comes back with `at` null: `verify` names it, others skip it. */
export function readRecords(db: Queryable, after: number, limit: number): Promise<RecordRow[]> {
  const text = `select ${columns} from audit_chain c left join audit_events e on e.n = c.event_n ${values}
where c.seq > $1 order by c.seq limit $2`;
  return db.query({ text, values: [after, limit] });
}

/** Where a page of a search ended. */
export interface Position {
  readonly at: number;
  readonly n: number;
}

/** Newest first. One page reads one stretch of one index, however long the record is. */
export function searchRecords(
  db: Queryable,
  query: AuditQuery,
  before: Position | null,
  limit: number,
): Promise<RecordRow[]> {
  const given: unknown[] = [];
  const parameter = (value: unknown) => `$${given.push(value)}`;
  const conditions = ["true"];
  const equal = (column: string, value: string | undefined) => {
    if (value !== undefined) conditions.push(`e.${column} = ${parameter(value)}`);
  };
  equal("event", query.event);
  equal("outcome", query.outcome);
  equal("actor", query.actor);
  equal("device", query.device);
  equal("target", query.target);
  if (query.since) conditions.push(`e.at >= ${parameter(Date.parse(query.since))}`);
  if (query.until) conditions.push(`e.at <= ${parameter(Date.parse(query.until))}`);
  if (before) conditions.push(`(e.at, e.n) < (${parameter(before.at)}, ${parameter(before.n)})`);
  // By its place in time, which the index knows; a number that is not there yet is the newest before it.
  if (query.from !== undefined) conditions.push(`(e.at, e.n) <= (${start(parameter(query.from))})`);
  const size = parameter(limit);
  const newest = (more: string) => `select e.* from audit_events e join audit_chain k on k.event_n = e.n
where ${conditions.join(" and ")}${more} order by e.at desc, e.n desc limit ${size}`;
  const statement: Statement = {
    text: `select ${columns} from (${query.about ? story(newest, parameter(query.about)) : newest("")}) e
join audit_chain c on c.event_n = e.n ${values} order by e.at desc, e.n desc limit ${size}`,
    values: given,
  };
  return db.query(statement);
}

const start = (seq: string) =>
  `select x.at, x.n from audit_chain y join audit_events x on x.n = y.event_n where y.seq <= ${seq} order by y.seq desc limit 1`;

/** As actor, as device and as target: one index each, instead of an `or` that would read everything. */
const story = (newest: (more: string) => string, id: string) =>
  ["actor", "device", "target"].map((column) => `(${newest(` and e.${column} = ${id}`)})`).join(" union ");

import type { AuditEventName } from "@entobot/contract/audit-events";
import type { AlertId } from "@entobot/contract/ids";
import { type Queryable, sql, type Transaction } from "../../store/queryable.ts";
import type { AlertChannel, AlertTarget } from "./alert-settings.ts";

/** What happened of one kind, to be told to one target. */
export interface Happened {
  readonly event: AuditEventName;
  readonly count: number;
  /** Numbers in the record, in order. */
  readonly seqs: readonly number[];
  /** Milliseconds since the epoch. */
  readonly firstAt: number;
  readonly lastAt: number;
}

/** A claimed message: nobody else sends it until the claim ends. */
export interface Delivery {
  readonly id: AlertId;
  readonly channel: AlertChannel;
  readonly target: string;
  readonly event: AuditEventName;
  readonly count: number;
  readonly first_seqs: readonly number[];
  readonly last_seqs: readonly number[];
  readonly first_at: number;
  readonly last_at: number;
  readonly created_at: number;
  readonly due_at: number;
  readonly attempts: number;
  readonly first_tried_at: number;
  /** Of the try before; null: none failed yet. */
  readonly problem: string | null;
  readonly newly_frozen: boolean;
}

/** From each end. Between them only the count is kept. */
export const samples = 3;

/**
 * Adds to the message that is still open for this target and event, or opens one: due at once, or at the end of the quiet
 * time that the message before it began.
 */
export async function addToOutbox(
  tx: Transaction,
  id: AlertId,
  { channel, target }: AlertTarget,
  happened: Happened,
  now: number,
): Promise<void> {
  const { event, count, seqs } = happened;
  const [first, last] = [seqs.slice(0, samples), seqs.slice(-samples)];
  await tx.query(sql`
    insert into alert_deliveries as d
      (id, channel, target, event, count, first_seqs, last_seqs, first_at, last_at, created_at, due_at)
    values (${id}, ${channel}, ${target}, ${event}, ${count}, ${first}::bigint[], ${last}::bigint[],
      ${new Date(happened.firstAt)}, ${new Date(happened.lastAt)}, ${new Date(now)}::timestamptz,
      greatest(${new Date(now)}::timestamptz,
        (select until from alert_quiet where target = ${target} and event = ${event})))
    on conflict (target, event) where not frozen do update set
      count = d.count + excluded.count,
      first_seqs = (d.first_seqs || excluded.first_seqs)[1:${samples}::int],
      last_seqs = (d.last_seqs || excluded.last_seqs)
        [greatest(1, cardinality(d.last_seqs || excluded.last_seqs) + 1 - ${samples}::int):],
      last_at = excluded.last_at`);
}

/**
 * Takes messages that are due, each for one claimant. One that is open waits while an older one of its target and event
 * has not arrived: a storm during an outage becomes two messages, not thousands.
 */
export function claimDue(
  tx: Transaction,
  channel: AlertChannel,
  claim: string,
  { now, claimMs, most }: { readonly now: number; readonly claimMs: number; readonly most: number },
): Promise<Delivery[]> {
  const at = new Date(now);
  return tx.query<Delivery>(sql`
    with due as (
      select id, not frozen as newly_frozen from alert_deliveries d
      where channel = ${channel} and failed_at is null and due_at <= ${at}
        and (claimed_until is null or claimed_until < now())
        and (frozen or not exists (
          select 1 from alert_deliveries f
          where f.target = d.target and f.event = d.event and f.frozen and f.failed_at is null))
      order by due_at limit ${most} for update skip locked
    )
    update alert_deliveries d set frozen = true, claim = ${claim}, attempts = attempts + 1,
      first_tried_at = coalesce(first_tried_at, ${at}),
      claimed_until = now() + make_interval(secs => ${claimMs / 1000})
    from due where d.id = due.id
    returning d.id, channel, target, event, count, first_seqs::float8[], last_seqs::float8[], first_at, last_at,
      created_at, due_at, attempts, first_tried_at, problem, due.newly_frozen`);
}

/** A message begins the quiet time after itself. `step`: how many of the same storm came before it. */
export async function beginQuiet(
  tx: Transaction,
  { target, event }: Pick<Delivery, "target" | "event">,
  { digest, now, windows }: { digest: boolean; now: number; windows: (step: number) => number },
): Promise<void> {
  const [row] = await tx.query<{ step: number }>(
    sql`select step from alert_quiet where target = ${target} and event = ${event}`,
  );
  const step = digest && row ? Math.min(row.step + 1, 1_000) : 0;
  await tx.query(sql`
    insert into alert_quiet (target, event, step, until)
    values (${target}, ${event}, ${step}, ${new Date(now + windows(step))})
    on conflict (target, event) do update set step = excluded.step, until = excluded.until`);
}

/** False when the claim had ended and the message is another server's now. */
export async function removeDelivered(tx: Transaction, id: AlertId, claim: string): Promise<boolean> {
  const rows = await tx.query(
    sql`delete from alert_deliveries where id = ${id} and claim = ${claim} returning id`,
  );
  return rows.length > 0;
}

export async function postpone(
  db: Queryable,
  id: AlertId,
  claim: string,
  { dueAt, problem, failedAt }: { dueAt: number; problem: string; failedAt: number | null },
): Promise<void> {
  await db.query(sql`
    update alert_deliveries set claim = null, claimed_until = null, problem = ${problem},
      due_at = ${new Date(dueAt)}, failed_at = ${failedAt === null ? null : new Date(failedAt)}
    where id = ${id} and claim = ${claim}`);
}

/** Not tried to the end: whoever comes next may take it. */
export async function release(db: Queryable, id: AlertId, claim: string): Promise<void> {
  await db.query(sql`
    update alert_deliveries set claim = null, claimed_until = null where id = ${id} and claim = ${claim}`);
}

/** The channel works again: what waits for its next try need not wait any longer. */
export async function hurry(db: Queryable, channel: AlertChannel, now: number): Promise<void> {
  await db.query(sql`
    update alert_deliveries set due_at = ${new Date(now)}
    where channel = ${channel} and frozen and failed_at is null and claim is null and due_at > ${new Date(now)}
      and problem !~ '^refused'`);
}

export async function nextDue(db: Queryable, channel: AlertChannel): Promise<number | null> {
  const [row] = await db.query<{ due: number | null }>(sql`
    select min(greatest(due_at, claimed_until)) as due from alert_deliveries d
    where channel = ${channel} and failed_at is null and (frozen or not exists (
      select 1 from alert_deliveries f
      where f.target = d.target and f.event = d.event and f.frozen and f.failed_at is null))`);
  return row?.due ?? null;
}

export async function forgetOld(db: Queryable, now: number, keepMs: number): Promise<void> {
  await db.query(sql`delete from alert_deliveries where failed_at < ${new Date(now - keepMs)}`);
  await db.query(sql`delete from alert_quiet where until < ${new Date(now - keepMs)}`);
}

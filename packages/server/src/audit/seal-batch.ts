import type { Personal } from "@entobot/contract/audit";
import type { Queryable, Transaction } from "../store/queryable.ts";
import { type Applied, answer, applySubmits, eventsOf } from "./apply-submits.ts";
import {
  chainPending,
  findPending,
  insertChainedEvents,
  type PendingEvent,
  readHead,
} from "./audit-store.ts";
import { type Head, type Link, linksAfter } from "./chain.ts";
import type { Event, EventTools, RecordedEvent } from "./event.ts";
import type { Lead } from "./leadership.ts";
import type { Values } from "./values.ts";
import type { EventWork, SubmitWork, Work } from "./work.ts";

/** How many committed events one batch takes; when there were as many, there may be more. */
export const pendingPerBatch = 500;

/** A record that has just got its place. `personal` is what its commitments hide; `pending` still has it sealed. */
export interface Chained {
  readonly event: RecordedEvent;
  readonly link: Link;
  readonly personal: Personal | null;
  readonly pending: PendingEvent | null;
}

export interface Sealed {
  readonly chained: readonly Chained[];
  /** Numbers of the committed events among them. */
  readonly numbers: readonly number[];
}

/**
 * One batch of the leader: mutations of the hot path, events without one, and committed events that wait, all chained in ONE
 * commit. Answers are given after it. `lead.head` moves only when the commit is known.
 */
export async function sealBatch(
  lead: Lead,
  items: readonly Work[],
  scan: boolean,
  values: Values,
  tools: EventTools,
): Promise<Sealed> {
  const submits = items.filter((work): work is SubmitWork => work.type === "submit" && !work.settled());
  const notes = items.filter((work): work is EventWork => work.type === "event");
  lead.head ??= await readHead(lead.connection);
  const head = lead.head;
  // Until the commit is known to have happened, so is nothing about the head.
  lead.head = null;
  const oneStatement = submits.length === 0 && !scan;
  const batch = oneStatement
    ? await write(lead.connection, [], notes, [], head, values, tools)
    : await lead.connection.transaction(async (tx) => {
        const pending = scan ? await findPending(tx, pendingPerBatch) : [];
        const applied = await applySubmits(tx as Transaction, submits);
        return write(tx, applied, notes, pending, head, values, tools);
      });
  lead.head = batch.head;
  answer(batch.applied);
  for (const { waiter } of notes) waiter?.resolve();
  return batch;
}

interface Written extends Sealed {
  readonly head: Head;
  readonly applied: readonly Applied[];
}

async function write(
  db: Queryable,
  applied: readonly Applied[],
  notes: readonly EventWork[],
  pending: readonly PendingEvent[],
  head: Head,
  values: Values,
  tools: EventTools,
): Promise<Written> {
  const events: Event[] = eventsOf(applied, tools);
  for (const { event } of notes) events.push(event);
  const links = linksAfter(head, [...pending, ...events]);
  const numbers = pending.map(({ n }) => n);
  if (pending.length > 0) await chainPending(db, numbers, links.slice(0, pending.length));
  if (events.length > 0) {
    await insertChainedEvents(db, events, links.slice(pending.length), await values.seal(db, events));
  }
  const chained = [
    ...pending.map((event) => ({ event, personal: null, pending: event })),
    ...events.map((event) => ({ event, personal: event.personal, pending: null })),
  ].map((item, i) => ({ ...item, link: links[i] as Link }));
  const last = links.at(-1);
  return { chained, numbers, applied, head: last ? { seq: last.seq, hash: last.hash } : head };
}

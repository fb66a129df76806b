import type { Personal } from "@entobot/contract/audit";
import type { Queryable } from "../store/queryable.ts";
import { answer, applySubmits, eventsOf } from "./apply-submits.ts";
import {
  chainPending,
  findPending,
  insertChainedEvents,
  type PendingEvent,
  readHead,
  type SealedEvent,
} from "./audit-store.ts";
import { type Head, type Link, linksAfter } from "./chain.ts";
import type { EventTools, RecordedEvent } from "./event.ts";
import type { Lead } from "./leadership.ts";
import type { Values } from "./values.ts";
import { type EventWork, type SubmitWork, sealedEvents, type Work } from "./work.ts";

/** How many committed events one batch takes; when there were as many, there may be more. */
export const pendingPerBatch = 500;

/** A record that has just got its place. `personal` is what its commitments hide; `pending` still has it sealed. */
export interface Chained {
  readonly event: RecordedEvent;
  readonly link: Link;
  readonly personal: Personal | null;
  readonly pending: PendingEvent | null;
}

export interface SealedBatch {
  readonly chained: readonly Chained[];
  /** Numbers of the committed events among them. */
  readonly numbers: readonly number[];
  /** Answers those who wait. */
  readonly answer: () => void;
}

/**
 * One batch of the leader: mutations of the hot path, events without one, and committed events that wait, all chained in ONE
 * commit. `lead.head` moves only when the commit is known.
 */
export async function sealBatch(
  lead: Lead,
  items: readonly Work[],
  scan: boolean,
  values: Values,
  tools: EventTools,
): Promise<SealedBatch> {
  const submits = items.filter((work): work is SubmitWork => work.type === "submit" && !work.settled());
  const notes = items.filter((work): work is EventWork => work.type === "event");
  const noted = notes.every((work) => work.sealed) ? sealedNow(notes) : await sealedEvents(notes);
  const head = lead.head ?? (await readHead(lead.connection));
  // Until the commit is known to have happened, so is nothing about the head.
  lead.head = null;
  const batch =
    submits.length === 0 && !scan
      ? { applied: [], ...(await write(lead.connection, [], noted, head)) }
      : await lead.connection.transaction(async (tx) => {
          const pending = scan ? await findPending(tx, pendingPerBatch) : [];
          const applied = await applySubmits(tx, submits);
          const events: SealedEvent[] = [];
          for (const event of eventsOf(applied, tools)) events.push(await values.seal(tx, event));
          return { applied, ...(await write(tx, pending, [...events, ...noted], head)) };
        });
  lead.head = batch.head;
  return {
    ...batch,
    answer() {
      answer(batch.applied);
      for (const { waiter } of notes) waiter?.resolve();
    },
  };
}

const sealedNow = (notes: readonly EventWork[]) => notes.map((work) => work.sealed as SealedEvent);

async function write(
  db: Queryable,
  pending: readonly PendingEvent[],
  sealed: readonly SealedEvent[],
  head: Head,
): Promise<Omit<SealedBatch, "answer"> & { head: Head }> {
  const events = sealed.map(({ event }) => event);
  const links = linksAfter(head, [...pending, ...events]);
  const numbers = pending.map(({ n }) => n);
  if (pending.length > 0) await chainPending(db, numbers, links.slice(0, pending.length));
  if (sealed.length > 0) await insertChainedEvents(db, sealed, links.slice(pending.length));
  const chained = [
    ...pending.map((event) => ({ event, personal: null, pending: event })),
    ...events.map((event) => ({ event, personal: event.personal, pending: null })),
  ].map((item, i) => ({ ...item, link: links[i] as Link }));
  const last = links.at(-1);
  return { chained, numbers, head: last ? { seq: last.seq, hash: last.hash } : head };
}

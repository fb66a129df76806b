import type { Database } from "../store/database.ts";
import { sql } from "../store/queryable.ts";
import { answer, applySubmits, eventsOf } from "./apply-submits.ts";
import { insertPendingEvents } from "./audit-store.ts";
import type { ChainWait } from "./chain-wait.ts";
import type { EventTools } from "./event.ts";
import { wakeChannel } from "./leadership.ts";
import type { Values } from "./values.ts";
import { type EventWork, type SubmitWork, sealedEvents, type Work } from "./work.ts";

/** One batch of a process that is not the leader: commit now, another process chains, answer when it has. */
export async function storeBatch(
  database: Database,
  items: readonly Work[],
  wait: ChainWait,
  values: Values,
  tools: EventTools,
): Promise<void> {
  const submits = items.filter((work): work is SubmitWork => work.type === "submit" && !work.settled());
  const notes = items.filter((work): work is EventWork => work.type === "event");
  if (submits.length + notes.length === 0) return;
  const noted = await sealedEvents(notes);
  const { applied, numbers } = await database.transaction(async (tx) => {
    const applied = await applySubmits(tx, submits);
    const sealed = [...noted];
    for (const event of eventsOf(applied, tools)) sealed.push(await values.seal(tx, event));
    if (sealed.length > 0) insertPendingEvents(tx, sealed);
    await tx.query(sql`select pg_notify(${wakeChannel}, '')`);
    return { applied, numbers: sealed.map(({ n }) => n) };
  });
  // Not awaited: the next batch commits while this one is being chained.
  void wait.until(numbers).then(
    () => {
      answer(applied);
      for (const { waiter } of notes) waiter?.resolve();
    },
    (error: Error) => {
      for (const { work } of applied) work.reject(error);
      for (const { waiter } of notes) waiter?.reject(error);
    },
  );
}

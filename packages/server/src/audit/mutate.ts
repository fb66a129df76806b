import type { Call } from "../pure/call.ts";
import type { Database } from "../store/database.ts";
import { type Queryable, sql } from "../store/queryable.ts";
import type { Acknowledge, Mutation } from "./audit.ts";
import { insertPendingEvents, type SealedEvent } from "./audit-store.ts";
import { type Event, type EventTools, makeEvent } from "./event.ts";
import type { Idempotency } from "./idempotency.ts";
import { wakeChannel } from "./leadership.ts";
import type { Sealer } from "./sealer.ts";
import type { Values } from "./values.ts";

export interface MutateDeps {
  readonly database: Database;
  readonly tools: EventTools;
  readonly values: Values;
  readonly sealer: Pick<Sealer, "wake" | "until" | "leading">;
  readonly idempotency: Idempotency;
}

/** A change and its events in one transaction: neither commits without the other. */
export async function mutate<T>(
  deps: MutateDeps,
  call: Call,
  acknowledge: Acknowledge,
  work: (mutation: Mutation) => Promise<T>,
): Promise<T> {
  const { sealer } = deps;
  let leading = true;
  const { result, events } = await deps.database.transaction(async (tx) => {
    const repeated = await deps.idempotency.claim(tx, call);
    // The first try had this result: the same code, serialised in between.
    if (repeated) return { result: repeated.result as T, events: repeated.events };
    const pen = openPen(call, deps.tools);
    const result = await work({ tx, record: pen.record });
    const sealed: SealedEvent[] = [];
    for (const event of pen.close()) sealed.push(await deps.values.seal(tx, event));
    insertPendingEvents(tx, sealed);
    const numbers = sealed.map(({ n }) => n);
    await deps.idempotency.keep(tx, call, result, numbers);
    leading = sealer.leading();
    if (!leading) await notify(tx);
    return { result, events: numbers };
  });
  sealer.wake();
  // The lead was lost meanwhile. When even this fails, the new leader finds the event with one of its next batches.
  if (leading && !sealer.leading()) await notify(deps.database).catch(() => {});
  if (acknowledge === "chained") await sealer.until(events);
  return result;
}

const notify = (db: Queryable) => db.query(sql`select pg_notify(${wakeChannel}, '')`);

/** Events may be recorded while the work runs and not after it, when nobody would write them. */
function openPen(call: Call, tools: EventTools) {
  const events: Event[] = [];
  let open = true;
  return {
    record(draft: Parameters<Mutation["record"]>[0]): void {
      if (!open) throw new Error("an event was recorded after its mutation had ended");
      events.push(makeEvent(call, draft, tools));
    },
    close(): readonly Event[] {
      open = false;
      if (events.length === 0) throw new Error("a mutation recorded nothing");
      return events;
    },
  };
}

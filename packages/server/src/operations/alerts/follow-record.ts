import type { AuditRecord } from "@entobot/contract/audit";
import type { AlertId } from "@entobot/contract/ids";
import type { Audit } from "../../audit/index.ts";
import type { NewId } from "../../crypto/new-id.ts";
import type { Log } from "../../log/index.ts";
import type { Clock } from "../../pure/clock.ts";
import type { Database } from "../../store/database.ts";
import { type AlertSettings, targetsOf } from "./alert-settings.ts";
import { advanceCursor, beginCursor, findCursor, lockCursor } from "./cursor-store.ts";
import { gather } from "./gather.ts";
import { isWatched } from "./is-watched.ts";
import { addToOutbox } from "./outbox-store.ts";

export interface FollowDeps {
  readonly database: Database;
  readonly audit: Pick<Audit, "head" | "read" | "onChained">;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
  readonly settings: () => AlertSettings;
  readonly lookMs: number;
  /** There is something new to send. */
  readonly added: () => void;
}

export interface RecordFollower {
  /** Resolves when everything that is chained now is in the outbox. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

const mostHeld = 5_000;

/**
 * Turns what alerts into rows of the outbox: each record once, also after a crash and with several servers, because rows
 * and cursor are one commit. What is chained is heard, so the usual case reads nothing, and only what alerts is written.
 */
export async function followRecord(deps: FollowDeps): Promise<RecordFollower> {
  const { database, audit, log } = deps;
  await beginCursor(database, (await audit.head()).seq);
  /** Everything up to here is in the outbox or alerts nobody. */
  let cursor = (await findCursor(database)) ?? 0;
  let stored = cursor;
  let held: AuditRecord[] = [];
  /** What comes next must be read. */
  let stale = true;
  let behind = false;
  let running: Promise<void> | null = null;
  let again = false;

  async function take(records: readonly AuditRecord[]): Promise<void> {
    const upTo = records.at(-1)?.seq;
    if (upTo === undefined) return;
    const settings = deps.settings();
    const watched = records.filter((record) => isWatched(record, settings.events));
    if (watched.length > 0) {
      const added = await database.transaction(async (tx) => {
        const from = await lockCursor(tx);
        // Another server was here first, or turned alerts off.
        if (from === null || from >= upTo) return false;
        const happened = gather(watched.filter(({ seq }) => seq > from));
        for (const target of targetsOf(settings)) {
          for (const one of happened)
            await addToOutbox(tx, deps.newId<AlertId>("alr"), target, one, deps.clock());
        }
        await advanceCursor(tx, upTo);
        return happened.length > 0;
      });
      stored = upTo;
      if (added) deps.added();
    }
    cursor = upTo;
  }

  async function step(): Promise<void> {
    if (stale) await readOn();
    const records = held.filter(({ seq }) => seq > cursor);
    held = [];
    if (records[0] && records[0].seq > cursor + 1) await readOn();
    else await take(records);
  }

  async function readOn(): Promise<void> {
    for await (const records of audit.read({ after: cursor })) await take(records);
    stale = false;
  }

  function pump(): Promise<void> {
    again = true;
    running ??= (async () => {
      while (again) {
        again = false;
        try {
          await step();
          behind = false;
        } catch (error) {
          if (!behind) log.warn("alerts do not keep up with the record; trying again", {}, error);
          behind = true;
          stale = true;
        }
      }
      running = null;
    })();
    return running;
  }

  /** For what nobody handed over; and the cursor, which records that alert nobody move too. */
  async function look(): Promise<void> {
    if ((await audit.head()).seq > cursor && held.length === 0) stale = true;
    await pump();
    if (cursor > stored) await advanceCursor(database, cursor);
    stored = cursor;
  }

  const unsubscribe = audit.onChained((records) => {
    if (held.length > mostHeld) {
      held = [];
      stale = true;
    }
    held.push(...records);
    void pump();
  });
  const tick = setInterval(() => void look().catch(() => {}), deps.lookMs);
  tick.unref();
  void pump();

  return {
    settled: look,
    async stop() {
      clearInterval(tick);
      unsubscribe();
      await look().catch(() => {});
    },
  };
}

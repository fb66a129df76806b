import type { AuditRecord } from "@entobot/contract/audit";
import { AuditSeverity } from "@entobot/contract/audit-events";
import type { Log } from "../log/log.ts";
import { type LogFile, openLogFile } from "../log/log-file.ts";
import type { Queryable } from "../store/queryable.ts";
import { readHead } from "./audit-store.ts";
import { findFollower, isInChain, storeFollower } from "./follower-store.ts";
import type { Live } from "./live.ts";
import { toLine } from "./log-line.ts";
import { recordsAfter } from "./read-records.ts";
import type { Values } from "./values.ts";

export interface FileFollowerDeps {
  readonly path: string;
  /** Filters the file, never the record. */
  readonly level: AuditSeverity;
  readonly database: Queryable;
  readonly values: Values;
  readonly live: Live;
  readonly log: Log;
}

export interface FileFollower {
  /** Why the file is behind, or null. */
  trouble(): string | null;
  stop(): Promise<void>;
}

const tickMs = 500;
/** Between the copy and the cut of `copytruncate` lines may fall: everything of this long ago is written again. */
const replayMs = 5_000;
const mostHeld = 5_000;
const order = AuditSeverity.options;

/**
 * Keeps `audit.log` the same as the chain: every record once and in order, also after a crash, whatever is done to the file.
 * The cursor is stored twice a second; what the file has beyond it is read from its last line.
 */
export function createFileFollower(deps: FileFollowerDeps): FileFollower {
  const { database, values, log } = deps;
  const name = `file:${deps.path}`;
  const threshold = order.indexOf(deps.level);
  let file: LogFile | null = null;
  let cursor = 0;
  let stored = -1;
  /** While below this, lines are repeats. */
  let replayUntil = 0;
  let recent: { at: number; cursor: number }[] = [];
  /** Handed over by the sealer, so that the usual case reads nothing from the database. */
  let held: AuditRecord[] = [];
  /** What comes next must be read from the database. */
  let stale = true;
  let trouble: string | null = null;
  let blocked = false;
  let running: Promise<void> | null = null;
  let again = false;

  async function resume(): Promise<LogFile> {
    const opened = await openLogFile({ path: deps.path, begins: /^\{"v":/, durable: true });
    const row = await findFollower(database, name);
    const line = row?.replaying ? null : await opened.lastLine();
    const last = line === null ? null : parseLine(line);
    const written = last && (await isInChain(database, last.seq, last.hash)) ? last.seq : 0;
    const { seq } = await readHead(database);
    cursor = Math.min(Math.max(row?.seq ?? 0, written), seq);
    return opened;
  }

  async function step(): Promise<void> {
    file ??= await resume();
    await look(file);
    if (stale) await readOn(file);
    const records = held.filter((record) => record.seq > cursor);
    held = [];
    if (records[0] && records[0].seq > cursor + 1) await readOn(file);
    else await append(file, records);
  }

  async function readOn(open: LogFile): Promise<void> {
    for (stale = true; stale; ) {
      stale = false;
      for await (const records of recordsAfter(database, values, cursor)) {
        await look(open);
        // It went back: what was read just now comes later.
        if (stale) break;
        await append(open, records);
      }
    }
  }

  async function look(open: LogFile): Promise<void> {
    const found = await open.check();
    blocked = found === "blocked";
    if (found === "same" || blocked) return;
    log.info("the audit file was renamed, removed or cut; going on in the new one", { found });
    if (found === "reopened") return;
    const back = recent.find(({ at }) => at > performance.now() - replayMs);
    if (!back) return;
    replayUntil = Math.max(replayUntil, cursor);
    cursor = back.cursor;
    stale = true;
    await store();
  }

  async function append(open: LogFile, records: readonly AuditRecord[]): Promise<void> {
    const last = records.at(-1);
    if (!last) return;
    let lines = "";
    for (const record of records) {
      if (order.indexOf(record.severity) >= threshold) lines += `${toLine(record)}\n`;
    }
    if (lines) await open.append(lines);
    const now = performance.now();
    recent = recent.filter(({ at }) => at > now - replayMs);
    recent.push({ at: now, cursor });
    cursor = last.seq;
  }

  async function store(): Promise<void> {
    const replaying = cursor < replayUntil;
    if (cursor === stored && !replaying) return;
    await storeFollower(database, name, { seq: cursor, replaying });
    stored = cursor;
  }

  function pump(): void {
    again = true;
    running ??= (async () => {
      while (again) {
        again = false;
        try {
          await step();
          trouble = null;
        } catch (error) {
          if (trouble === null)
            log.error("the audit file cannot be written; the record itself goes on", {}, error);
          const code = (error as NodeJS.ErrnoException).code;
          trouble = `the audit file is behind${code ? ` (${code})` : ""}`;
          stale = true;
        }
      }
      running = null;
    })();
  }

  const unsubscribe = deps.live.subscribe((records) => {
    if (held.length > mostHeld) {
      held = [];
      stale = true;
    }
    held.push(...records);
    pump();
  });
  /** Looks at the file, and for records that nobody handed over: chained before the hearing began or while it failed. */
  async function lookAgain(): Promise<void> {
    if ((await readHead(database)).seq > cursor && held.length === 0) stale = true;
    pump();
    await store();
  }
  const tick = setInterval(() => void lookAgain().catch(pump), tickMs);
  pump();

  return {
    trouble: () => trouble ?? (blocked ? "the audit file was renamed and a new one may not be opened" : null),
    async stop() {
      clearInterval(tick);
      unsubscribe();
      // The end of the record, whoever chained it and whether or not it was handed over.
      stale = true;
      pump();
      while (running) await running;
      await store().catch(() => {});
      await file?.close();
    },
  };
}

function parseLine(line: string): { seq: number; hash: string } | null {
  try {
    const { seq, hash } = JSON.parse(line) as { seq?: unknown; hash?: unknown };
    const whole = Number.isSafeInteger(seq) && typeof hash === "string" && /^[0-9a-f]{64}$/.test(hash);
    return whole ? { seq: seq as number, hash: hash as string } : null;
  } catch {
    return null;
  }
}

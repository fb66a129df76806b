import type { Personal, VerifyReport } from "@entobot/contract/audit";
import { canonicalJson } from "../crypto/canonical-json.ts";
import { sha256Hex } from "../crypto/hash.ts";
import { type Clock, timestamp } from "../pure/clock.ts";
import { Failure, isFailure } from "../pure/failure.ts";
import type { JsonObject } from "../pure/json.ts";
import type { Queryable } from "../store/queryable.ts";
import { bodyText, genesis, type Head } from "./chain.ts";
import { checkValues, countErased } from "./check-values.ts";
import { type RecordRow, readRecords } from "./record-store.ts";
import type { Values } from "./values.ts";
import { FaultFound, fault, formatHead, parseHead } from "./verdict.ts";
import { findUnchained } from "./verify-store.ts";

export interface VerifyDeps {
  readonly database: Queryable;
  readonly values: Values;
  readonly clock: Clock;
}

const perBatch = 500;
/** Younger events may still be on their way to their place. */
const onTheWayMs = 10_000;

/** Reads the whole record as it is stored and hashes it again. */
export async function verifyChain(
  { database, values, clock }: VerifyDeps,
  options: { readonly head?: string; readonly signal?: AbortSignal },
): Promise<VerifyReport> {
  const saved = options.head === undefined ? null : parseHead(options.head);
  const started = performance.now();
  const notChecked: string[] = [];
  let last: Head = genesis;
  let erased = 0;

  async function walk(): Promise<void> {
    for (;;) {
      if (options.signal?.aborted) throw new Failure("cancelled");
      const rows = await readRecords(database, last.seq, perBatch);
      for (const row of rows) {
        erased += await checkRow(values, row, last);
        last = { seq: row.seq, hash: row.hash };
        if (saved?.seq === row.seq && saved.hash !== row.hash) {
          fault("This is not the record that the saved head names: the record was written again.", row.seq);
        }
      }
      if (rows.length < perBatch) return;
    }
  }

  async function judge(): Promise<VerifyReport["fault"]> {
    try {
      await walk();
      if (saved && saved.seq > last.seq) {
        fault(`The record ends at ${last.seq}; the saved head was ${saved.seq}.`, last.seq + 1);
      }
      const { waiting, lost } = await findUnchained(database, clock() - onTheWayMs);
      if (lost) fault(`A committed event (${lost.event}, number ${lost.n}) has no place in the chain.`, null);
      if (waiting > 0)
        notChecked.push(`${waiting} committed events still wait for their place in the chain.`);
      return null;
    } catch (error) {
      if (error instanceof FaultFound) return error.fault;
      throw error;
    }
  }

  const found = await judge();
  notChecked.push(...blindness(saved, last, erased));
  return {
    ok: found === null,
    checked: last.seq,
    first: last.seq > 0 ? 1 : 0,
    head: formatHead(last),
    fault: found,
    not_checked: notChecked,
    took_ms: Math.round(performance.now() - started),
    at: timestamp(clock()),
  };
}

function blindness(saved: Head | null, last: Head, erased: number): string[] {
  const said: string[] = [];
  if (!saved) {
    said.push(
      "No saved head was given: records cut off the end, or a record rewritten as a whole, cannot be seen.",
    );
  } else if (saved.seq < last.seq) {
    said.push(
      `The saved head covers records up to ${saved.seq}; later ones could have been cut or rewritten.`,
    );
  }
  if (erased > 0)
    said.push(`${erased} personal values were erased; that they were what was recorded cannot be seen.`);
  return said;
}

/** Answers how many personal values are missing. */
async function checkRow(values: Values, row: RecordRow, last: Head): Promise<number> {
  const { seq } = row;
  if (seq !== last.seq + 1) fault(`Record ${last.seq + 1} is missing.`, last.seq + 1);
  if (row.at === null) fault("The record's event is missing.", seq);
  if (row.prev !== last.hash) fault("The record does not continue the one before it.", seq);
  const details = parseDetails(row);
  if (sha256Hex(bodyText(row, seq, row.prev)) !== row.hash)
    fault("The record was changed: its hash is another.", seq);
  const personal = await openValues(values, row);
  const wrong = checkValues({ ip: row.ip, details }, personal);
  if (wrong) fault(`The record's personal values were changed: ${wrong}.`, seq);
  return countErased({ ip: row.ip, details }, personal);
}

function parseDetails(row: RecordRow): JsonObject {
  try {
    const details = JSON.parse(row.details) as JsonObject;
    if (canonicalJson(details) === row.details) return details;
  } catch {
    // Said below.
  }
  return fault("The record was changed: its details are not what is written.", row.seq);
}

async function openValues(values: Values, row: RecordRow): Promise<Personal> {
  try {
    return (await values.open(row.event_n, row)) ?? {};
  } catch (error) {
    if (isFailure(error, "database_unavailable")) throw error;
    return fault("The record's personal values were changed: they do not open.", row.seq);
  }
}

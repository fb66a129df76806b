import type { AuditRecord, VerifyReport } from "@entobot/contract/audit";
import { AuditSeverity } from "@entobot/contract/audit-events";
import { type Clock, timestamp } from "../pure/clock.ts";
import { Failure } from "../pure/failure.ts";
import type { Queryable } from "../store/queryable.ts";
import type { Head } from "./chain.ts";
import { checkValues, countErased } from "./check-values.ts";
import { type FileLine, linesOf } from "./file-lines.ts";
import { createLineOrder, type ExplainGap, type LineOrder } from "./line-order.ts";
import { toLine } from "./log-line.ts";
import { type Line, parseLine } from "./parse-line.ts";
import { FaultFound, fault, formatHead, parseHead } from "./verdict.ts";
import { readSeverities } from "./verify-store.ts";

/** Checks a file by itself; `explainGap` may know that records are missing because the file's level left them out. */
export async function verifyFile(
  path: string,
  options: { readonly head?: string },
  clock: Clock,
  explainGap: ExplainGap = async () => false,
): Promise<VerifyReport> {
  const saved = options.head === undefined ? null : parseHead(options.head);
  const started = performance.now();
  const order = createLineOrder(explainGap);
  let number = 0;
  let erased = 0;

  async function walk(): Promise<void> {
    for await (const line of lines(path)) {
      number++;
      const record = check(line, number);
      const wrong = await order.accept(record, number);
      if (wrong) throw new FaultFound(wrong);
      if (saved?.seq === record.seq && saved.hash !== record.hash) {
        fault(
          "This is not the record that the saved head names: the record was written again.",
          record.seq,
          number,
        );
      }
      erased += countErased(record, record.personal ?? {});
    }
    const cut = order.end();
    if (cut) throw new FaultFound(cut);
    if (saved && saved.seq > order.last.seq) {
      fault(
        `The file ends at ${order.last.seq}; the saved head was ${saved.seq}.`,
        order.last.seq + 1,
        number + 1,
      );
    }
    if (saved && saved.seq + 1 === order.first && saved.hash !== order.before) {
      fault("The first record does not continue the saved head.", order.first, 1);
    }
  }

  let found: VerifyReport["fault"] = null;
  try {
    await walk();
  } catch (error) {
    if (!(error instanceof FaultFound)) throw error;
    found = error.fault;
  }
  return {
    ok: found === null,
    checked: found?.line ? found.line - 1 : number,
    first: order.first ?? 0,
    head: formatHead(order.last),
    fault: found,
    not_checked: blindness(order, saved, erased),
    took_ms: Math.round(performance.now() - started),
    at: timestamp(clock()),
  };
}

async function* lines(path: string): AsyncGenerator<FileLine, void> {
  try {
    yield* linesOf(path);
  } catch (error) {
    if (typeof (error as NodeJS.ErrnoException).code !== "string") throw error;
    throw new Failure("not_found", { text: "The file cannot be read.", cause: error });
  }
}

/** A line that says the same in another spelling (a doubled member, a space) was not written by us. Exports may be plain JSON. */
function check(line: FileLine, number: number): Line {
  if ("wrong" in line) fault(line.wrong, null, number);
  const record = parseLine(line.text);
  if ("wrong" in record) fault(record.wrong, null, number);
  if (toLine(record as AuditRecord) !== line.text && JSON.stringify(record) !== line.text) {
    fault("The line was changed: it is not spelled as it was written.", record.seq, number);
  }
  const wrong = checkValues(record, record.personal ?? {});
  if (wrong) fault(`The record's personal values were changed: ${wrong}.`, record.seq, number);
  return record;
}

function blindness(order: LineOrder, saved: Head | null, erased: number): string[] {
  const said: string[] = [];
  const { first, last, skipped } = order;
  if (!saved)
    said.push(
      "No saved head was given: lines cut off the end, or a file rewritten as a whole, cannot be seen.",
    );
  else if (saved.seq < last.seq) {
    said.push(
      `The saved head covers records up to ${saved.seq}; later ones could have been cut or rewritten.`,
    );
  }
  if (first !== null && first > 1)
    said.push(`The file begins at record ${first}; earlier ones are elsewhere.`);
  if (skipped > 0) said.push(`${skipped} records below the file's level stand in the database only.`);
  if (erased > 0)
    said.push(`${erased} personal values were erased; that they were what was recorded cannot be seen.`);
  return said;
}

/** Asks the database about records that a file's level left out: all of them must be below it, and lead on to the next line. */
export function explainByLevel(database: Queryable, level: AuditSeverity): ExplainGap {
  const order = AuditSeverity.options;
  const threshold = order.indexOf(level);
  return async (after, before) => {
    if (before.seq - after.seq > 100_000) return false;
    const rows = await readSeverities(database, after.seq + 1, before.seq - 1);
    const below = rows.every(({ severity }) => {
      const place = order.indexOf(severity as AuditSeverity);
      return place >= 0 && place < threshold;
    });
    const whole = rows.length === before.seq - after.seq - 1;
    return below && whole && rows[0]?.prev === after.hash && rows.at(-1)?.hash === before.prev;
  };
}

import type { AuditRecord } from "@entobot/contract/audit";
import type { Queryable } from "../store/queryable.ts";
import { readRecords } from "./record-store.ts";
import { shown } from "./search.ts";
import type { Values } from "./values.ts";

const usual = 500;

/** All records after `after`, in order. Ends at the head. */
export async function* recordsAfter(
  db: Queryable,
  values: Values,
  after: number,
  perBatch = usual,
): AsyncGenerator<readonly AuditRecord[], void> {
  for (let seq = after; ; ) {
    const rows = await readRecords(db, seq, perBatch);
    const last = rows.at(-1);
    if (!last) return;
    // A chain row whose event is gone shows nothing; verify is what names it.
    const whole = rows.filter((row) => row.at !== null);
    yield await Promise.all(whole.map((row) => shown(values, row)));
    seq = last.seq;
    if (rows.length < perBatch) return;
  }
}

import type { AuditRecord } from "@entobot/contract/audit";
import type { AuditEventName } from "@entobot/contract/audit-events";
import type { Happened } from "./outbox-store.ts";

/** One for each kind of event, in the order of their first record. A folded record (audit/flood.ts) stands for many. */
export function gather(records: readonly AuditRecord[]): readonly Happened[] {
  const kinds = new Map<AuditEventName, AuditRecord[]>();
  for (const record of records) kinds.set(record.event, [...(kinds.get(record.event) ?? []), record]);
  return [...kinds].map(([event, all]) => {
    const times = all.map(({ ts }) => Date.parse(ts));
    return {
      event,
      count: all.reduce((sum, record) => sum + standsFor(record), 0),
      seqs: all.map(({ seq }) => seq),
      firstAt: Math.min(...times),
      lastAt: Math.max(...times),
    };
  });
}

function standsFor({ details }: AuditRecord): number {
  const { count } = details;
  return Number.isSafeInteger(count) && (count as number) > 0 ? (count as number) : 1;
}

import type { Alert } from "./alert.ts";
import type { DescribedRecord } from "./describe-record.ts";

export type Row = readonly [name: string, value: string];

/** `2026-11-24 09:05:12 UTC`: for people, and the same everywhere. */
export const readableTime = (at: string): string => `${at.slice(0, 10)} ${at.slice(11, 19)} UTC`;

export function rowsOf(record: DescribedRecord): readonly Row[] {
  const details = Object.entries(record.details).map(
    ([name, value]): Row => [name.replaceAll("_", " "), String(value)],
  );
  const rows: readonly (Row | null)[] = [
    ["when", readableTime(record.at)],
    ["who", record.who],
    ["from", record.address ?? "this server"],
    record.device ? ["device", record.device] : null,
    record.target ? ["about", record.target] : null,
    ["outcome", record.outcome],
    ...details,
    ["record", `number ${record.seq}`],
  ];
  return rows.filter((row) => row !== null);
}

/** One sentence: what happened, and how often. */
export function summaryOf({ title, count, firstAt, lastAt }: Alert): string {
  if (count === 1) return `${title}.`;
  return `${title}: ${count} times between ${readableTime(firstAt)} and ${readableTime(lastAt)}.`;
}

/** What is not shown, in words; nothing where all is. */
export function restOf({ count, records }: Alert): string | null {
  if (count <= records.length) return null;
  return `The first and the last of them are below; the record has all ${count}.`;
}

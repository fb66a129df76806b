import type { AuditQuery, AuditRecord } from "@entobot/contract/audit";
import type { Page } from "@entobot/contract/pages";
import { Failure } from "../pure/failure.ts";
import type { Queryable } from "../store/queryable.ts";
import { toRecord } from "./record.ts";
import { type Position, type RecordRow, searchRecords } from "./record-store.ts";
import { openOrHide, type Values } from "./values.ts";

export async function search(db: Queryable, values: Values, query: AuditQuery): Promise<Page<AuditRecord>> {
  const before = query.cursor === undefined ? null : parseCursor(query.cursor);
  const rows = await searchRecords(db, query, before, query.limit + 1);
  const page = rows.slice(0, query.limit);
  const items = await Promise.all(page.map((row) => shown(values, row)));
  const last = page.at(-1);
  return { items, next: rows.length > query.limit && last ? `${last.at}.${last.event_n}` : null };
}

export async function shown(values: Values, row: RecordRow): Promise<AuditRecord> {
  return toRecord(row, row, await openOrHide(values, row.event_n, row));
}

function parseCursor(text: string): Position {
  const [, at, n] = /^(\d{1,15})\.(\d{1,15})$/.exec(text) ?? [];
  if (at === undefined || n === undefined)
    throw new Failure("invalid_request", { text: "This cursor is not one." });
  return { at: Number(at), n: Number(n) };
}

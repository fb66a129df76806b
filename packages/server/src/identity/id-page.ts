import type { Page, PageQuery } from "@entobot/contract/pages";
import type { z } from "zod";
import { Failure } from "../pure/failure.ts";

/** A page in the order of ids. The cursor is the last id shown; nothing else passes for one. */
export async function idPage<Row extends { readonly id: string }, Item>(
  id: z.ZodType<string>,
  query: PageQuery,
  show: (row: Row) => Item,
  read: (after: string | null, limit: number) => Promise<Row[]>,
): Promise<Page<Item>> {
  const { cursor, limit } = query;
  if (cursor !== undefined && !id.safeParse(cursor).success) {
    throw new Failure("invalid_request", { text: "This cursor is not one of ours." });
  }
  const rows = await read(cursor ?? null, limit + 1);
  const shown = rows.slice(0, limit);
  return { items: shown.map(show), next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
}

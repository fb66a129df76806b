import { z } from "zod";
import { limits } from "./limits.ts";

/** A list answer; `next` is the opaque cursor of the following page, null at the end. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), next: z.string().nullable() });
export type Page<Item> = { items: Item[]; next: string | null };

export const PageQuery = z.strictObject({
  cursor: z.string().max(512).optional(),
  limit: z.coerce.number().int().min(1).max(limits.pageSize).default(50),
});
export type PageQuery = z.infer<typeof PageQuery>;

/** In a query string, where everything is text. */
export const Flag = z.enum(["true", "false"]).transform((text) => text === "true");

import type { Page } from "@entobot/contract/pages";

const mostPages = 50;

/** Reads a list to its end: for lists of people and devices, which a company has hundreds of, not millions. */
export async function allPages<Item>(
  load: (page: { limit: number; cursor?: string }) => Promise<Page<Item>>,
): Promise<readonly Item[]> {
  const found: Item[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const { items, next } = await load({ limit: 100, ...(cursor !== undefined && { cursor }) });
    found.push(...items);
    if (next === null) break;
    cursor = next;
  }
  return found;
}

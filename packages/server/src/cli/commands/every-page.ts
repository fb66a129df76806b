import type { Page } from "@entobot/contract/pages";

/** A list command shows all; the server is asked page by page. */
export async function everyPage<Item>(
  load: (query: { cursor?: string; limit: number }) => Promise<Page<Item>>,
): Promise<Item[]> {
  const all: Item[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<Item> = await load({ ...(cursor === null ? {} : { cursor }), limit: 100 });
    all.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return all;
}

import type { ConversationState, Entry, Waiting } from "@entobot/client/conversation-state";

/** What the thread shows, in order: entries, the running answer, then what has not been acknowledged yet. */
export type ThreadItem =
  | { readonly kind: "entry"; readonly key: string; readonly entry: Entry; readonly last: boolean }
  | { readonly kind: "streaming"; readonly key: string; readonly text: string }
  | { readonly kind: "waiting"; readonly key: string; readonly waiting: Waiting };

/** A message keeps its key when its acknowledgement arrives, so that its row stays the same element. */
const keyOf = (entry: Entry) => (entry.client_id !== null ? `own-${entry.client_id}` : `seq-${entry.seq}`);

export function threadItems(state: ConversationState): readonly ThreadItem[] {
  const answering = state.busy || state.streaming !== "";
  const items: ThreadItem[] = state.entries.map((entry, index) => ({
    kind: "entry",
    key: keyOf(entry),
    entry,
    last: !answering && index === state.entries.length - 1,
  }));
  if (answering) items.push({ kind: "streaming", key: "streaming", text: state.streaming });
  for (const waiting of state.waiting) {
    items.push({ kind: "waiting", key: `own-${waiting.message.id}`, waiting });
  }
  return items;
}

/** What the person asked before this entry: what “ask again” sends. */
export function questionBefore(entries: readonly Entry[], seq: number): string | undefined {
  return entries.findLast((entry) => entry.seq < seq && entry.role === "user")?.content;
}

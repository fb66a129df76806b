import type { Message } from "@entobot/contract/conversations";
import type { ServerFrameOf } from "@entobot/contract/frames";
import type { Entry } from "./conversation-state.ts";

/** Entries by `seq`: what arrives twice is kept once, and nothing is shown beyond a gap. */
export interface ConversationLog {
  /** False when it was already there in full. */
  put(entry: Entry): boolean;
  /** An entry of this number is held, or below what is loaded. */
  has(seq: number): boolean;
  /** Everything after `base` and up to `cursor` is held. */
  readonly base: () => number;
  readonly cursor: () => number;
  /** Says that entries up to `seq` exist on the server and are not loaded here. Only while the log is empty. */
  startAfter(seq: number): void;
  putEarlier(entries: readonly Entry[]): void;
  /** Something beyond `cursor` is held: entries between are missing. */
  readonly hasGap: () => boolean;
  /** The same array until something changed. */
  readonly entries: () => readonly Entry[];
}

export function createConversationLog(): ConversationLog {
  const held = new Map<number, Entry>();
  let base = 0;
  let cursor = 0;
  let highest = 0;
  let shown: readonly Entry[] | undefined = [];

  return {
    put(entry) {
      if (entry.seq <= base) return false;
      const known = held.get(entry.seq);
      if (known !== undefined && (known.message_id !== null || entry.message_id === null)) return false;
      held.set(entry.seq, entry);
      highest = Math.max(highest, entry.seq);
      while (held.has(cursor + 1)) cursor += 1;
      if (entry.seq <= cursor) shown = undefined;
      return true;
    },
    has: (seq) => seq <= base || held.has(seq),
    base: () => base,
    cursor: () => cursor,
    startAfter(seq) {
      if (cursor > 0 || seq <= 0) return;
      for (const each of held.keys()) if (each <= seq) held.delete(each);
      base = seq;
      cursor = seq;
      while (held.has(cursor + 1)) cursor += 1;
      shown = undefined;
    },
    putEarlier(entries) {
      for (const entry of entries.toSorted((a, b) => b.seq - a.seq)) {
        if (entry.seq !== base) continue;
        held.set(entry.seq, entry);
        base -= 1;
      }
      shown = undefined;
    },
    hasGap: () => highest > cursor,
    entries() {
      if (shown === undefined) {
        const list: Entry[] = [];
        for (let seq = base + 1; seq <= cursor; seq++) list.push(held.get(seq) as Entry);
        shown = list;
      }
      return shown;
    },
  };
}

export function entryOfMessage(message: Message | ServerFrameOf<"message">): Entry {
  return {
    seq: message.seq,
    role: message.role,
    content: message.content,
    model: message.model ?? null,
    usage: message.usage ?? null,
    tool: message.tool ?? null,
    error: message.error ?? null,
    message_id: message.message_id ?? null,
    client_id: message.client_id ?? null,
    created_at: message.created_at ?? null,
  };
}

export function entryOfTool(frame: ServerFrameOf<"tool">): Entry {
  const { name, arguments: given, outcome, result } = frame;
  return {
    seq: frame.seq,
    role: "tool",
    content: result,
    model: null,
    usage: null,
    tool: { name, arguments: given, outcome, result },
    error: null,
    message_id: null,
    client_id: null,
    created_at: null,
  };
}

import type { Message } from "@entobot/contract/conversations";
import type { ConversationId } from "@entobot/contract/ids";

/** What a model reads of an entry. */
export type HistoryEntry = Pick<Message, "seq" | "role" | "content" | "tool">;

interface Recent {
  /** Without a gap. */
  readonly entries: HistoryEntry[];
  characters: number;
}

/**
 * The last entries of conversations that were just answered, opened: the next turn need not read and open them again.
 * Numbers have no gap, so a conversation that went on elsewhere shows by its number, and is then read from the database.
 * The plain text stays in memory, as the keys that open it do, and is bounded.
 */
export class RecentHistory {
  readonly #recent = new Map<ConversationId, Recent>();
  readonly #mostEntries: number;
  readonly #mostCharacters: number;
  #characters = 0;

  constructor(bounds: { readonly entries: number; readonly characters: number }) {
    this.#mostEntries = bounds.entries;
    this.#mostCharacters = bounds.characters;
  }

  /** The entries before `seq`, or undefined when they are not all here. */
  before(id: ConversationId, seq: number): readonly HistoryEntry[] | undefined {
    const recent = this.#recent.get(id);
    if (recent?.entries.at(-1)?.seq === seq - 1) return recent.entries;
    this.forget(id);
    return undefined;
  }

  /** What was read from the database, in order. With a gap at its end it is of no use for later. */
  learn(id: ConversationId, entries: readonly HistoryEntry[], seq: number): void {
    this.forget(id);
    if (entries.at(-1)?.seq !== seq - 1) return;
    this.#recent.set(id, { entries: [], characters: 0 });
    for (const entry of entries) this.add(id, entry);
  }

  /** The next entry; of a conversation whose earlier ones are not here, only the very first. */
  add(id: ConversationId, { seq, role, content, tool }: HistoryEntry): void {
    const recent = this.#recent.get(id) ?? (seq === 1 ? { entries: [], characters: 0 } : undefined);
    if (!recent) return;
    const last = recent.entries.at(-1);
    if (last && seq !== last.seq + 1) {
      this.forget(id);
      return;
    }
    const entry = { seq, role, content, tool };
    recent.entries.push(entry);
    this.#count(recent, size(entry));
    while (recent.entries.length > this.#mostEntries) this.#count(recent, -size(recent.entries.shift()));
    // Used last: to the end of the line.
    this.#recent.delete(id);
    this.#recent.set(id, recent);
    for (const oldest of this.#recent.keys()) {
      if (this.#characters <= this.#mostCharacters) return;
      this.forget(oldest);
    }
  }

  forget(id: ConversationId): void {
    this.#characters -= this.#recent.get(id)?.characters ?? 0;
    this.#recent.delete(id);
  }

  #count(recent: Recent, characters: number): void {
    recent.characters += characters;
    this.#characters += characters;
  }
}

const overhead = 200;

const size = (entry: HistoryEntry | undefined): number =>
  entry ? overhead + entry.content.length + (entry.tool?.result.length ?? 0) : 0;

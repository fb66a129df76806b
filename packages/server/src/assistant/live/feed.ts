import type { ConversationFrame, Subscriber } from "../assistant.ts";

/**
 * One subscriber's view of one conversation. It begins closed: while the past is read for it, finished entries that
 * appear meanwhile are held, and running text is skipped because a snapshot of it follows. From the snapshot on,
 * everything is held; once open, everything passes at once.
 */
export class Feed {
  readonly subscriber: Subscriber;
  #state: "filling" | "held" | "open" | "ended" = "filling";
  #held: { readonly seq: number | null; readonly frame: ConversationFrame }[] = [];
  #overflowed = false;
  /** The last entry that the subscriber was sent. */
  #last = 0;
  readonly #bound: number;

  constructor(subscriber: Subscriber, bound: number) {
    this.subscriber = subscriber;
    this.#bound = bound;
  }

  get ended(): boolean {
    return this.#state === "ended";
  }

  /** A finished entry of the conversation. */
  entry(seq: number, frame: ConversationFrame): void {
    if (seq <= this.#last) return;
    if (this.#state === "open") {
      this.#last = seq;
      this.#push(frame);
    } else if (this.#state !== "ended") this.#hold(seq, frame);
  }

  /** Running text and what else is only live. */
  live(frame: ConversationFrame): void {
    if (this.#state === "open") this.#push(frame);
    else if (this.#state === "held") this.#hold(null, frame);
  }

  /** Sends one entry of the past. */
  past(frame: ConversationFrame): void {
    if (this.#state !== "ended") this.#push(frame);
  }

  /**
   * Ends the reading of the past, entries up to `seq` were sent; what follows is held until `open`. False when the
   * reader must read on first: entries had to be let go, or the next one was announced before it could be heard.
   */
  hold(seq: number): boolean {
    if (this.#state !== "filling") return true;
    this.#held = this.#held.filter((held) => held.seq !== null && held.seq > seq);
    const next = this.#held[0]?.seq ?? seq + 1;
    if (this.#overflowed || next !== seq + 1) {
      this.#overflowed = false;
      return false;
    }
    this.#last = seq;
    this.#state = "held";
    return true;
  }

  open(): void {
    if (this.#state !== "held") return;
    this.#state = "open";
    const held = this.#held;
    this.#held = [];
    for (const { seq, frame } of held) {
      if (seq !== null) this.#last = seq;
      this.#push(frame);
    }
  }

  end(): void {
    this.#state = "ended";
    this.#held = [];
  }

  #hold(seq: number | null, frame: ConversationFrame): void {
    // While held (one turn of the event loop) nothing can be let go; while filling the database still has it.
    if (this.#state === "filling" && this.#held.length >= this.#bound) {
      this.#held = [];
      this.#overflowed = true;
    }
    this.#held.push({ seq, frame });
  }

  /** A subscriber that throws is its owner's matter; the turn goes on. */
  #push(frame: ConversationFrame): void {
    try {
      this.subscriber.push(frame);
    } catch {
      this.end();
    }
  }
}

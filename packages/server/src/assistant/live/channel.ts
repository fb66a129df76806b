import type { Message } from "@entobot/contract/conversations";
import type { ConversationId } from "@entobot/contract/ids";
import type { ConversationFrame, Subscriber } from "../assistant.ts";
import { Feed } from "./feed.ts";
import { frameOf } from "./frame-of.ts";

interface Waiting {
  readonly message: Message;
  readonly except: Subscriber | null;
}

/**
 * The live side of one conversation: who listens, which entry was the last that they were sent, and the text of the
 * answer that is being written. Entries go out in the order of their numbers, whatever order they arrive in.
 */
export class Channel {
  readonly id: ConversationId;
  readonly feeds = new Map<Subscriber, Feed>();
  /** The last entry that was sent; null until the first one is known. */
  #sent: number | null = null;
  readonly #waiting = new Map<number, Waiting>();
  #partial = "";
  #pending = "";
  #flushing = false;
  #writing = false;

  constructor(id: ConversationId) {
    this.id = id;
  }

  get idle(): boolean {
    return this.feeds.size === 0 && !this.#writing && this.#waiting.size === 0;
  }

  /** True while an entry waits for an earlier one that nobody has announced. */
  get gap(): boolean {
    return this.#waiting.size > 0;
  }

  get sent(): number | null {
    return this.#sent;
  }

  attach(subscriber: Subscriber, bound: number): Feed {
    this.feeds.get(subscriber)?.end();
    const feed = new Feed(subscriber, bound);
    this.feeds.set(subscriber, feed);
    return feed;
  }

  detach(feed: Feed): void {
    feed.end();
    if (this.feeds.get(feed.subscriber) === feed) this.feeds.delete(feed.subscriber);
  }

  /** All of the running answer so far, sent or not. */
  get partial(): string {
    return this.#partial;
  }

  /** The first listener has read up to `seq`: entries are sent from here on. */
  start(seq: number): void {
    this.#sent ??= seq;
  }

  /** An answer to the entry `seq` is written from now on. */
  begin(seq: number): void {
    this.start(seq);
    this.#writing = true;
  }

  end(): void {
    this.#writing = false;
  }

  entry(message: Message, except: Subscriber | null = null): void {
    if (this.#sent !== null && message.seq <= this.#sent) return;
    this.#sent ??= message.seq - 1;
    this.#waiting.set(message.seq, { message, except });
    this.#release();
  }

  /** What is missing does not exist any more: goes on with what is there. */
  skip(): void {
    if (this.#waiting.size === 0) return;
    this.#sent = Math.min(...this.#waiting.keys()) - 1;
    this.#release();
  }

  /** Text of one tick is sent as one frame: a write per token costs more than the token. */
  text(text: string): void {
    this.#partial += text;
    this.#pending += text;
    if (this.#flushing) return;
    this.#flushing = true;
    setImmediate(() => {
      this.#flushing = false;
      this.flush();
    });
  }

  flush(): void {
    if (this.#pending === "") return;
    const text = this.#pending;
    this.#pending = "";
    this.live({ type: "delta", conversation_id: this.id, text });
  }

  /** The answer is finished (or gave way to a tool call): its text is about to become an entry. */
  endText(): void {
    this.flush();
    this.#partial = "";
  }

  live(frame: ConversationFrame): void {
    for (const feed of this.feeds.values()) feed.live(frame);
  }

  #release(): void {
    for (;;) {
      const next = (this.#sent ?? 0) + 1;
      const waiting = this.#waiting.get(next);
      if (!waiting) return;
      this.#waiting.delete(next);
      this.#sent = next;
      const frame = frameOf(waiting.message);
      for (const feed of this.feeds.values()) {
        if (feed.subscriber !== waiting.except) feed.entry(next, frame);
      }
    }
  }
}

import type { Message } from "@entobot/contract/conversations";
import type { ConversationId } from "@entobot/contract/ids";
import type { Subscriber } from "../assistant.ts";
import { Channel } from "./channel.ts";
import type { Feed } from "./feed.ts";
import { frameOf } from "./frame-of.ts";

export interface HubDeps {
  /** Entries after `seq`, in order. */
  readonly read: (id: ConversationId, seq: number, limit: number) => Promise<readonly Message[]>;
  /** How long an announced entry waits for an earlier one before that is read from the database. */
  readonly gapMs: number;
  /** Entries that one subscriber may have waiting while its past is read. */
  readonly bound: number;
}

const pageSize = 100;

/** The live conversations of this process. A conversation is here while somebody listens or an answer is written. */
export class Hub {
  readonly #deps: HubDeps;
  readonly #channels = new Map<ConversationId, Channel>();
  readonly #of = new Map<Subscriber, Set<Channel>>();
  readonly #gaps = new Map<Channel, NodeJS.Timeout>();

  constructor(deps: HubDeps) {
    this.#deps = deps;
  }

  channel(id: ConversationId): Channel {
    let channel = this.#channels.get(id);
    if (!channel) {
      channel = new Channel(id);
      this.#channels.set(id, channel);
    }
    return channel;
  }

  isSubscribed(id: ConversationId, subscriber: Subscriber): boolean {
    return this.#channels.get(id)?.feeds.has(subscriber) ?? false;
  }

  attach(id: ConversationId, subscriber: Subscriber): Feed {
    const channel = this.channel(id);
    const feed = channel.attach(subscriber, this.#deps.bound);
    const channels = this.#of.get(subscriber) ?? new Set();
    channels.add(channel);
    this.#of.set(subscriber, channels);
    return feed;
  }

  /** Sends everything after `after` and goes over to live. Resolves with the snapshot that what follows continues. */
  async fill(id: ConversationId, feed: Feed, after: number): Promise<{ lastSeq: number; partial: string }> {
    let last = after;
    let lastAnswer = 0;
    for (;;) {
      const messages = await this.#deps.read(id, last, pageSize);
      for (const message of messages) {
        feed.past(frameOf(message));
        if (message.role !== "user") lastAnswer = message.seq;
      }
      last = messages.at(-1)?.seq ?? last;
      if (messages.length < pageSize) {
        const partial = this.hold(id, feed, last, lastAnswer);
        if (partial !== null) return { lastSeq: last, partial };
      }
    }
  }

  /**
   * The cut-over of a feed that has read up to `last`: from here on it is sent everything. Answers the text of the
   * running answer so far (none when `lastAnswer` is that text already), or null when the feed must read on.
   */
  hold(id: ConversationId, feed: Feed, last: number, lastAnswer = 0): string | null {
    const channel = this.channel(id);
    // First to the others: what is sent from here on is what the snapshot does not have.
    channel.flush();
    if (!feed.hold(last)) return null;
    channel.start(last);
    return lastAnswer > (channel.sent ?? 0) ? "" : channel.partial;
  }

  announce(message: Message, except: Subscriber | null = null): void {
    const channel = this.#channels.get(message.conversation_id);
    if (!channel) return;
    channel.entry(message, except);
    if (channel.gap && !this.#gaps.has(channel)) {
      const timer = setTimeout(() => void this.#closeGap(channel), this.#deps.gapMs);
      timer.unref();
      this.#gaps.set(channel, timer);
    }
  }

  detach(id: ConversationId, feed: Feed): void {
    const channel = this.#channels.get(id);
    if (!channel) return;
    channel.detach(feed);
    if (!channel.feeds.has(feed.subscriber)) this.#forget(feed.subscriber, channel);
    this.release(id);
  }

  unsubscribe(subscriber: Subscriber): void {
    for (const channel of this.#of.get(subscriber) ?? []) {
      const feed = channel.feeds.get(subscriber);
      if (feed) channel.detach(feed);
      this.release(channel.id);
    }
    this.#of.delete(subscriber);
  }

  /** The conversation is gone: nobody hears of it again. */
  remove(id: ConversationId): void {
    const channel = this.#channels.get(id);
    if (!channel) return;
    for (const feed of [...channel.feeds.values()]) this.detach(id, feed);
    this.#channels.delete(id);
  }

  /** Lets go of a conversation that nobody listens to and nobody writes in. */
  release(id: ConversationId): void {
    const channel = this.#channels.get(id);
    if (channel?.idle) this.#channels.delete(id);
  }

  stop(): void {
    for (const timer of this.#gaps.values()) clearTimeout(timer);
    this.#gaps.clear();
  }

  #forget(subscriber: Subscriber, channel: Channel): void {
    const channels = this.#of.get(subscriber);
    channels?.delete(channel);
    if (channels?.size === 0) this.#of.delete(subscriber);
  }

  /** Numbers commit in order, so what is missing is in the database: its sender just never heard that it was done. */
  async #closeGap(channel: Channel): Promise<void> {
    try {
      while (channel.gap) {
        const messages = await this.#deps.read(channel.id, channel.sent ?? 0, pageSize);
        if (messages.length === 0) channel.skip();
        for (const message of messages) channel.entry(message);
      }
    } catch {
      channel.skip();
    } finally {
      this.#gaps.delete(channel);
      this.release(channel.id);
    }
  }
}

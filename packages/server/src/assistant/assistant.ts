import type { Conversation, Message, Model } from "@entobot/contract/conversations";
import type { ServerFrameOf } from "@entobot/contract/frames";
import type { ConversationId } from "@entobot/contract/ids";
import type { Page, PageQuery } from "@entobot/contract/pages";
import type { Call, PersonCall } from "../pure/call.ts";

/** What a subscriber of a conversation is sent, in order; the realtime floor puts it on a wire as it is. */
export type ConversationFrame =
  | ServerFrameOf<"delta">
  | ServerFrameOf<"message">
  | ServerFrameOf<"tool">
  | ServerFrameOf<"error">;

/** `push` must not block; a subscriber that cannot keep up is ended by its owner. */
export interface Subscriber {
  push(frame: ConversationFrame): void;
}

export interface Subscription {
  readonly conversationId: ConversationId;
  readonly lastSeq: number;
  readonly busy: boolean;
  /** Text of the running answer before this subscription; deltas that follow continue it. */
  readonly partial: string;
  end(): void;
}

export interface SendRequest {
  /** The client's own id; the same id with the same content is the same message. */
  readonly clientId?: string;
  readonly content: string;
  /** Absent: the device's (or person's) default conversation. */
  readonly conversationId?: ConversationId;
  readonly model?: string;
}

export interface Assistant {
  readonly conversations: {
    create(call: PersonCall, request: { title?: string }): Promise<Conversation>;
    list(call: PersonCall, query: PageQuery): Promise<Page<Conversation>>;
    get(call: PersonCall, id: ConversationId): Promise<Conversation>;
    rename(call: PersonCall, id: ConversationId, title: string): Promise<Conversation>;
    remove(call: PersonCall, id: ConversationId): Promise<void>;
    /** Newest last; `before` pages backwards, `after` forwards (seq). */
    messages(
      call: PersonCall,
      id: ConversationId,
      query: { before?: number; after?: number; limit: number },
    ): Promise<Page<Message>>;
  };
  /**
   * Resolves when the message is durable and chained (the moment of `ack`); the turn starts after that. With `subscriber`,
   * everything of the conversation after this message is pushed to it (unless it is already subscribed), never before the
   * promise has resolved and a microtask has passed.
   */
  send(
    call: PersonCall,
    request: SendRequest,
    subscriber?: Subscriber,
  ): Promise<{ conversationId: ConversationId; seq: number; repeated: boolean }>;
  /** Backfill after `after` is pushed, then live frames, no gap and no repeat. Without an id: the device's default conversation. */
  subscribe(
    call: PersonCall,
    id: ConversationId | undefined,
    after: number,
    subscriber: Subscriber,
  ): Promise<Subscription>;
  /** Ends every subscription of this subscriber. */
  unsubscribe(subscriber: Subscriber): void;
  cancel(call: PersonCall, id: ConversationId): Promise<void>;
  models(call: Call): readonly Model[];
  readonly running: () => number;
  /** Lets running turns finish for `ms`, then closes them with `interrupted`. */
  drain(ms: number): Promise<void>;
}

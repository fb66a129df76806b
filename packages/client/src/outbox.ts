import type { ConversationId } from "@entobot/contract/ids";

/** A message on its way. `id` stays the same however often it is sent; the server takes it once. */
export interface Outgoing {
  readonly id: string;
  readonly content: string;
  /** Absent: the device's default conversation. */
  readonly conversationId?: ConversationId;
  readonly model?: string;
  /** Milliseconds since the Unix epoch. */
  readonly writtenAt: number;
}

/** Where messages wait until they are acknowledged, so that a restart loses none. `load` answers in the order of `add`. */
export interface Outbox {
  load(): Promise<readonly Outgoing[]>;
  add(message: Outgoing): Promise<void>;
  remove(id: string): Promise<void>;
  clear(): Promise<void>;
}

/** The moment of acknowledgement: durable and recorded on the server. */
export interface Acknowledged {
  readonly conversationId: ConversationId;
  readonly seq: number;
}

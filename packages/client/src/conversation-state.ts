import type { Message } from "@entobot/contract/conversations";
import type { ConversationId } from "@entobot/contract/ids";
import type { ApiError } from "./api-error.ts";
import type { Acknowledged, Outgoing } from "./outbox.ts";

/** What is known of one entry; entries that arrived as live frames lack what only the server's list has. */
export type Entry = Pick<Message, "seq" | "role" | "content" | "model" | "usage" | "tool" | "error"> & {
  readonly message_id: Message["message_id"] | null;
  readonly client_id: string | null;
  readonly created_at: string | null;
};

/** The person's own message before its acknowledgement; `failed` ones were refused and stay until dismissed or retried. */
export interface Waiting {
  readonly message: Outgoing;
  readonly failed: ApiError | null;
  /** The server takes no more before this moment (ms since the epoch): too many requests. It is sent then by itself. */
  readonly heldUntil: number | null;
}

/** One immutable picture of a conversation: the same object until something changed. */
export interface ConversationState {
  /** Null until the server named the default conversation. */
  readonly id: ConversationId | null;
  /** In order of `seq`, without a gap, without a repeat. */
  readonly entries: readonly Entry[];
  /** Earlier entries exist that are not loaded. */
  readonly hasEarlier: boolean;
  readonly waiting: readonly Waiting[];
  /** Text of the running answer so far. */
  readonly streaming: string;
  readonly busy: boolean;
  /** The server's picture has arrived at least once. */
  readonly loaded: boolean;
  /** The last thing that went wrong with a turn and has no entry of its own. */
  readonly problem: ApiError | null;
}

export interface SendOptions {
  readonly model?: string;
}

/** `acknowledged` rejects with an ApiError when the server refuses the message for good; being offline is no refusal. */
export interface Sending {
  readonly id: string;
  readonly acknowledged: Promise<Acknowledged>;
  /** The whole answer, when it is there; its `error` says whether it was cut short. Rejects like `acknowledged`. */
  readonly answer: Promise<Entry>;
}

/** A conversation held open: it follows the server through every lost connection until `close`. Fits useSyncExternalStore. */
export interface ConversationView {
  readonly state: () => ConversationState;
  readonly subscribe: (listener: () => void) => () => void;
  send(content: string, options?: SendOptions): Sending;
  /** Stops the running answer; what was written so far stays. */
  cancel(): void;
  retry(id: string): void;
  dismiss(id: string): void;
  /** Loads a page of earlier entries; needs the REST address. */
  loadEarlier(): Promise<void>;
  close(): void;
}

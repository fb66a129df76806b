import type { Message, Usage } from "@entobot/contract/conversations";
import type { ConversationId, KeyId, MessageId, PersonId } from "@entobot/contract/ids";
import type { EventDraft } from "../audit/index.ts";
import type { Sealed } from "../privacy/index.ts";
import type { Call } from "../pure/call.ts";

/** One message to be added at the end of its conversation. Everything that costs time (sealing) is done before. */
export interface Append {
  readonly call: Call;
  readonly personId: PersonId;
  readonly conversationId: ConversationId;
  readonly messageId: MessageId;
  readonly role: Message["role"];
  readonly keyId: KeyId;
  readonly content: Buffer;
  readonly tool: Buffer | null;
  readonly model: string | null;
  readonly usage: Usage | null;
  readonly error: Message["error"];
  readonly client: { readonly scope: string; readonly id: string; readonly digest: Buffer } | null;
  /** Becomes the title when the conversation has none. */
  readonly title: Sealed | null;
  /** `open`: this message promises an answer. A number: this message is the answer to that one. */
  readonly turn: "open" | number | null;
  readonly at: number;
  readonly event: EventDraft;
}

export interface Appended {
  readonly conversationId: ConversationId;
  readonly seq: number;
  /** The message was there already; `open` when its turn is not closed yet. */
  readonly repeated: boolean;
  readonly open: boolean;
}

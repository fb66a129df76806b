import type { Message } from "@entobot/contract/conversations";
import type { ConversationId, MessageId, PersonId } from "@entobot/contract/ids";
import type { EventDraft } from "../audit/index.ts";
import type { Call } from "../pure/call.ts";
import { timestamp } from "../pure/clock.ts";
import type { Append, Appended } from "./append.ts";
import { appendMessages } from "./append-messages.ts";
import type { AssistantDeps } from "./deps.ts";
import { sealMessage, sealTitle } from "./seal-message.ts";

export interface Entry {
  readonly call: Call;
  readonly personId: PersonId;
  readonly conversationId: ConversationId;
  readonly role: Message["role"];
  readonly content: string;
  readonly tool?: Message["tool"];
  readonly model?: string | null;
  readonly usage?: Message["usage"];
  readonly error?: Message["error"];
  readonly client?: Append["client"];
  /** In the clear; sealed here. */
  readonly title?: string | null;
  readonly turn: Append["turn"];
  readonly event: EventDraft;
}

type Needs = Pick<AssistantDeps, "audit" | "keys" | "clock" | "newId">;

/** Seals, stores and records one entry. Resolves when it is durable and chained, with the entry as people see it. */
export async function appendEntry(
  { audit, keys, clock, newId }: Needs,
  entry: Entry,
): Promise<Appended & { message: Message }> {
  const { personId, conversationId } = entry;
  const messageId = newId<MessageId>("msg");
  const at = clock();
  const tool = entry.tool ?? null;
  const [sealed, title] = await Promise.all([
    sealMessage(keys, personId, conversationId, messageId, { content: entry.content, tool }),
    entry.title ? sealTitle(keys, personId, conversationId, entry.title) : null,
  ]);
  const { model = null, usage = null, error = null, client = null, role, turn, call, event } = entry;
  const append: Append = {
    ...{
      call,
      personId,
      conversationId,
      messageId,
      role,
      model,
      usage,
      error,
      client,
      title,
      turn,
      at,
      event,
    },
    ...sealed,
  };
  const appended = await audit.submit(appendMessages, append);
  const message: Message = {
    ...{ conversation_id: conversationId, message_id: messageId, seq: appended.seq, role },
    ...{ content: entry.content, model, usage, tool, error },
    client_id: client?.id ?? null,
    created_at: timestamp(at),
  };
  return { ...appended, message };
}

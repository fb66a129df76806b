import { type Message, ToolActivity } from "@entobot/contract/conversations";
import type { ConversationId, KeyId, MessageId, PersonId } from "@entobot/contract/ids";
import type { KeyRing, Place, Sealed } from "../privacy/index.ts";
import { timestamp } from "../pure/clock.ts";
import type { MessageRow } from "./messages-store.ts";

/** A message stands in its conversation: moved into another one of the same person it does not open. */
const messagePlace = (
  conversationId: ConversationId,
  messageId: MessageId,
  column: "content" | "tool",
): Place => ({ table: "messages", row: `${conversationId}/${messageId}`, column });

const titlePlace = (conversationId: ConversationId): Place => ({
  table: "conversations",
  row: conversationId,
  column: "title",
});

export interface SealedMessage {
  readonly keyId: KeyId;
  readonly content: Buffer;
  readonly tool: Buffer | null;
}

export async function sealMessage(
  keys: KeyRing,
  personId: PersonId,
  conversationId: ConversationId,
  messageId: MessageId,
  plain: { readonly content: string; readonly tool: ToolActivity | null },
): Promise<SealedMessage> {
  const place = (column: "content" | "tool") => messagePlace(conversationId, messageId, column);
  const content = await keys.seal(personId, place("content"), plain.content);
  const tool = plain.tool && (await keys.seal(personId, place("tool"), JSON.stringify(plain.tool)));
  return { keyId: content.keyId, content: content.bytes, tool: tool?.bytes ?? null };
}

export async function openMessage(keys: KeyRing, row: MessageRow): Promise<Message> {
  const open = async (column: "content" | "tool", bytes: Buffer) => {
    const place = messagePlace(row.conversation_id, row.message_id, column);
    return (await keys.open(row.person_id, place, { keyId: row.key_id, bytes }))?.toString("utf8") ?? null;
  };
  const tool = row.tool && (await open("tool", row.tool));
  return {
    conversation_id: row.conversation_id,
    message_id: row.message_id,
    seq: row.seq,
    role: row.role,
    content: (await open("content", row.content)) ?? "",
    model: row.model,
    usage:
      row.input_tokens === null || row.output_tokens === null
        ? null
        : { input_tokens: row.input_tokens, output_tokens: row.output_tokens },
    tool: tool === null ? null : ToolActivity.parse(JSON.parse(tool)),
    error: row.error,
    client_id: row.client_id,
    created_at: timestamp(row.created_at),
  };
}

export const sealTitle = (
  keys: KeyRing,
  personId: PersonId,
  conversationId: ConversationId,
  title: string,
): Promise<Sealed> => keys.seal(personId, titlePlace(conversationId), title);

export async function openTitle(
  keys: KeyRing,
  personId: PersonId,
  conversationId: ConversationId,
  sealed: Sealed,
): Promise<string> {
  return (await keys.open(personId, titlePlace(conversationId), sealed))?.toString("utf8") ?? "";
}

import { z } from "zod";
import { ConversationId, MessageId } from "./ids.ts";
import { limits } from "./limits.ts";
import { line, Timestamp } from "./text.ts";

export const Usage = z.object({ input_tokens: z.int().nonnegative(), output_tokens: z.int().nonnegative() });
export type Usage = z.infer<typeof Usage>;

export const ToolActivity = z.object({
  name: z.string(),
  arguments: z.record(z.string(), z.unknown()),
  outcome: z.enum(["executed", "denied", "failed"]),
  /** What the model was told, cut to a length fit to show. */
  result: z.string(),
});
export type ToolActivity = z.infer<typeof ToolActivity>;

/**
 * One entry of a conversation. `seq` counts from 1 without a gap. `role: "tool"` carries `tool`; an assistant's
 * entry that did not complete carries `error`, the closed code of why.
 */
export const Message = z.object({
  conversation_id: ConversationId,
  message_id: MessageId,
  seq: z.int().positive(),
  role: z.enum(["user", "assistant", "tool"]),
  content: z.string(),
  model: z.string().nullable(),
  usage: Usage.nullable(),
  tool: ToolActivity.nullable(),
  error: z
    .enum(["cancelled", "interrupted", "provider_unavailable", "provider_refused", "internal"])
    .nullable(),
  /** The client's own id of a person's message, so that its queue can recognise it. */
  client_id: z.string().nullable(),
  created_at: Timestamp,
});
export type Message = z.infer<typeof Message>;

export const Conversation = z.object({
  conversation_id: ConversationId,
  title: z.string(),
  last_seq: z.int().nonnegative(),
  /** A turn is running now. */
  busy: z.boolean(),
  created_at: Timestamp,
  updated_at: Timestamp,
});
export type Conversation = z.infer<typeof Conversation>;

export const CreateConversation = z
  .strictObject({ title: line(limits.titleCharacters).optional() })
  .default({});
export const ChangeConversation = z.strictObject({ title: line(limits.titleCharacters) });

export const Model = z.object({ id: z.string(), provider: z.string(), default: z.boolean() });
export type Model = z.infer<typeof Model>;

/** `before` pages backwards from a seq, `after` forwards; without either, the newest. */
export const MessagesQuery = z
  .strictObject({
    before: z.coerce.number().int().min(1).exactOptional(),
    after: z.coerce.number().int().min(0).exactOptional(),
    limit: z.coerce.number().int().min(1).max(limits.pageSize).default(50),
  })
  .refine(
    (query) => query.before === undefined || query.after === undefined,
    "use before or after, not both",
  );
export type MessagesQuery = z.infer<typeof MessagesQuery>;

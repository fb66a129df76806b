import type { Message } from "@entobot/contract/conversations";
import type { ConversationId, KeyId, MessageId, PersonId } from "@entobot/contract/ids";
import { type Queryable, type Statement, sql } from "../store/queryable.ts";

export interface MessageRow {
  readonly conversation_id: ConversationId;
  readonly seq: number;
  readonly message_id: MessageId;
  readonly person_id: PersonId;
  readonly role: Message["role"];
  readonly key_id: KeyId;
  readonly content: Buffer;
  readonly tool: Buffer | null;
  readonly model: string | null;
  readonly input_tokens: number | null;
  readonly output_tokens: number | null;
  readonly error: Message["error"];
  readonly client_id: string | null;
  readonly created_at: number;
}

/** In order, from the first after `after`. */
export function readAfter(
  db: Queryable,
  id: ConversationId,
  after: number,
  limit: number,
): Promise<MessageRow[]> {
  return db.query(
    sql`select conversation_id, seq, message_id, person_id, role, key_id, content, tool, model, input_tokens,
          output_tokens, error, client_id, created_at
        from messages where conversation_id = ${id} and seq > ${after} order by seq limit ${limit}`,
  );
}

/** In order; the last ones before `before`. */
export async function readBefore(
  db: Queryable,
  id: ConversationId,
  before: number | null,
  limit: number,
): Promise<MessageRow[]> {
  const rows = await db.query<MessageRow>(
    sql`select conversation_id, seq, message_id, person_id, role, key_id, content, tool, model, input_tokens,
          output_tokens, error, client_id, created_at
        from messages where conversation_id = ${id} and seq < ${before ?? Number.MAX_SAFE_INTEGER}
        order by seq desc limit ${limit}`,
  );
  return rows.reverse();
}

/**
 * What a model may know when it answers the person's message `seq`: everything before it, and the answers that were
 * finished since, but no later question. In order; the last ones only.
 */
export async function readHistory(
  db: Queryable,
  id: ConversationId,
  seq: number,
  limit: number,
): Promise<MessageRow[]> {
  const statement: Statement = sql`
    select conversation_id, seq, message_id, person_id, role, key_id, content, tool, model, input_tokens,
      output_tokens, error, client_id, created_at
    from messages where conversation_id = ${id} and (seq < ${seq} or (seq > ${seq} and role <> 'user'))
    order by seq desc limit ${limit}`;
  return (await db.query<MessageRow>(statement)).reverse();
}

import type { ConversationId } from "@entobot/contract/ids";
import { type Queryable, sql } from "../store/queryable.ts";
import type { Append } from "./append.ts";

/** A message that was stored before under the same client's id. */
export interface Repeat {
  readonly conversationId: ConversationId;
  readonly seq: number;
  readonly digest: Buffer;
  /** Its turn is not closed yet. */
  readonly open: boolean;
}

export async function findRepeats(db: Queryable, inputs: readonly Append[]): Promise<Map<string, Repeat>> {
  const clients = inputs.flatMap(({ client }) => (client ? [client] : []));
  if (clients.length === 0) return new Map();
  const rows = await db.query<{
    client_scope: string;
    client_id: string;
    conversation_id: ConversationId;
    seq: number;
    digest: Buffer;
    open: boolean;
  }>(
    sql`select m.client_scope, m.client_id, m.conversation_id, m.seq, m.digest, t.seq is not null as open
        from unnest(
          ${clients.map(({ scope }) => scope)}::text[],
          ${clients.map(({ id }) => id)}::text[]
        ) as c (scope, id)
        join messages m on m.client_scope = c.scope and m.client_id = c.id
        left join turns t on t.conversation_id = m.conversation_id and t.seq = m.seq`,
  );
  return new Map(
    rows.map((row) => [
      `${row.client_scope} ${row.client_id}`,
      { conversationId: row.conversation_id, seq: row.seq, digest: row.digest, open: row.open },
    ]),
  );
}

import type { ConversationId, KeyId, PersonId } from "@entobot/contract/ids";
import type { Sealed } from "../privacy/index.ts";
import { type Queryable, sql } from "../store/queryable.ts";

export interface ConversationRow {
  readonly conversation_id: ConversationId;
  readonly person_id: PersonId;
  readonly title_key_id: KeyId | null;
  readonly title: Buffer | null;
  readonly last_seq: number;
  readonly created_at: number;
  readonly updated_at: number;
}

export async function insertConversation(
  db: Queryable,
  id: ConversationId,
  personId: PersonId,
  title: Sealed | null,
  at: string,
): Promise<ConversationRow> {
  const rows = await db.query<ConversationRow>(
    sql`insert into conversations (conversation_id, person_id, title_key_id, title, created_at, updated_at)
        values (${id}, ${personId}, ${title?.keyId ?? null}, ${title?.bytes ?? null}, ${at}, ${at})
        returning *`,
  );
  return rows[0] as ConversationRow;
}

/** Only one's own: somebody else's does not exist. */
export async function findConversation(
  db: Queryable,
  id: ConversationId,
  personId: PersonId,
): Promise<ConversationRow | undefined> {
  const rows = await db.query<ConversationRow>(
    sql`select * from conversations where conversation_id = ${id} and person_id = ${personId}`,
  );
  return rows[0];
}

/** Latest first, after the given place in that order. */
export function listConversations(
  db: Queryable,
  personId: PersonId,
  after: { readonly updatedAt: number; readonly id: string } | null,
  limit: number,
): Promise<ConversationRow[]> {
  if (after === null) {
    return db.query(
      sql`select * from conversations where person_id = ${personId}
          order by updated_at desc, conversation_id desc limit ${limit}`,
    );
  }
  return db.query(
    sql`select * from conversations where person_id = ${personId}
          and (updated_at, conversation_id) < (${new Date(after.updatedAt).toISOString()}::timestamptz, ${after.id}::text)
        order by updated_at desc, conversation_id desc limit ${limit}`,
  );
}

export async function updateTitle(
  db: Queryable,
  id: ConversationId,
  personId: PersonId,
  title: Sealed,
): Promise<ConversationRow | undefined> {
  const rows = await db.query<ConversationRow>(
    sql`update conversations set title = ${title.bytes}, title_key_id = ${title.keyId}
        where conversation_id = ${id} and person_id = ${personId} returning *`,
  );
  return rows[0];
}

export async function deleteConversation(
  db: Queryable,
  id: ConversationId,
  personId: PersonId,
): Promise<boolean> {
  // Turns first, in the order in which an answer that arrives now takes its locks: the other way round both wait for ever.
  await db.query(
    sql`delete from turns t using conversations c
        where t.conversation_id = c.conversation_id and c.conversation_id = ${id} and c.person_id = ${personId}`,
  );
  const rows = await db.query(
    sql`delete from conversations where conversation_id = ${id} and person_id = ${personId} returning 1`,
  );
  return rows.length === 1;
}

export async function findDefault(
  db: Queryable,
  scope: string,
  personId: PersonId,
): Promise<ConversationId | undefined> {
  const rows = await db.query<{ conversation_id: ConversationId }>(
    sql`select d.conversation_id from default_conversations d join conversations c using (conversation_id)
        where d.scope = ${scope} and c.person_id = ${personId}`,
  );
  return rows[0]?.conversation_id;
}

/** False when the scope got its default from somebody faster. */
export async function insertDefault(db: Queryable, scope: string, id: ConversationId): Promise<boolean> {
  const rows = await db.query(
    sql`insert into default_conversations (scope, conversation_id) values (${scope}, ${id})
        on conflict do nothing returning 1`,
  );
  return rows.length === 1;
}

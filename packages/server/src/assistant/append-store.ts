import { type Queryable, sql, type Transaction } from "../store/queryable.ts";
import type { Append } from "./append.ts";

/** Takes numbers for each conversation at once. Key `conversation:person` → the first number taken; absent: no such conversation of theirs. */
export async function takeSeqs(db: Queryable, inputs: readonly Append[]): Promise<Map<string, number>> {
  const wanted = new Map<string, { first: Append; last: Append; count: number }>();
  for (const input of inputs) {
    const key = `${input.conversationId}:${input.personId}`;
    const entry = wanted.get(key);
    wanted.set(key, { first: entry?.first ?? input, last: input, count: (entry?.count ?? 0) + 1 });
  }
  if (wanted.size === 0) return new Map();
  const all = [...wanted.values()];
  const rows = await db.query<{ conversation_id: string; person_id: string; last_seq: number; n: number }>(
    sql`update conversations c
        set last_seq = c.last_seq + w.n, updated_at = greatest(c.updated_at, w.at),
            title = coalesce(c.title, w.title), title_key_id = coalesce(c.title_key_id, w.title_key_id)
        from unnest(
          ${all.map(({ first }) => first.conversationId)}::text[],
          ${all.map(({ first }) => first.personId)}::text[],
          ${all.map(({ count }) => count)}::int[],
          ${all.map(({ last }) => new Date(last.at).toISOString())}::timestamptz[],
          ${all.map(({ first }) => first.title?.bytes ?? null)}::bytea[],
          ${all.map(({ first }) => first.title?.keyId ?? null)}::text[]
        ) as w (conversation_id, person_id, n, at, title, title_key_id)
        where c.conversation_id = w.conversation_id and c.person_id = w.person_id
        returning c.conversation_id, c.person_id, c.last_seq, w.n`,
  );
  return new Map(rows.map((row) => [`${row.conversation_id}:${row.person_id}`, row.last_seq - row.n + 1]));
}

export function insertMessages(
  tx: Transaction,
  rows: readonly { readonly input: Append; readonly seq: number }[],
): void {
  const column = <T>(of: (input: Append) => T): T[] => rows.map(({ input }) => of(input));
  tx.later(
    sql`insert into messages (conversation_id, seq, message_id, person_id, role, key_id, content, tool, model,
          input_tokens, output_tokens, error, client_scope, client_id, digest, created_at)
        select * from unnest(
          ${column((m) => m.conversationId)}::text[],
          ${rows.map(({ seq }) => seq)}::bigint[],
          ${column((m) => m.messageId)}::text[],
          ${column((m) => m.personId)}::text[],
          ${column((m) => m.role)}::text[],
          ${column((m) => m.keyId)}::text[],
          ${column((m) => m.content)}::bytea[],
          ${column((m) => m.tool)}::bytea[],
          ${column((m) => m.model)}::text[],
          ${column((m) => m.usage?.input_tokens ?? null)}::int[],
          ${column((m) => m.usage?.output_tokens ?? null)}::int[],
          ${column((m) => m.error)}::text[],
          ${column((m) => m.client?.scope ?? null)}::text[],
          ${column((m) => m.client?.id ?? null)}::text[],
          ${column((m) => m.client?.digest ?? null)}::bytea[],
          ${column((m) => new Date(m.at).toISOString())}::timestamptz[]
        )`,
  );
}

export function openTurns(
  tx: Transaction,
  rows: readonly { readonly input: Append; readonly seq: number }[],
): void {
  tx.later(
    sql`insert into turns (conversation_id, seq, person_id, started_at)
        select * from unnest(
          ${rows.map(({ input }) => input.conversationId)}::text[],
          ${rows.map(({ seq }) => seq)}::bigint[],
          ${rows.map(({ input }) => input.personId)}::text[],
          ${rows.map(({ input }) => new Date(input.at).toISOString())}::timestamptz[]
        )`,
  );
}

/** `conversation:seq` of the turns that these answers close; a turn is closed once. */
export async function closeTurns(db: Queryable, answers: readonly Append[]): Promise<Set<string>> {
  const rows = await db.query<{ conversation_id: string; seq: number }>(
    sql`delete from turns t using unnest(
          ${answers.map((answer) => answer.conversationId)}::text[],
          ${answers.map((answer) => answer.turn)}::bigint[]
        ) as a (conversation_id, seq)
        where t.conversation_id = a.conversation_id and t.seq = a.seq
        returning t.conversation_id, t.seq`,
  );
  return new Set(rows.map((row) => `${row.conversation_id}:${row.seq}`));
}

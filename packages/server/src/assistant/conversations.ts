import type { Conversation, Message } from "@entobot/contract/conversations";
import type { ConversationId } from "@entobot/contract/ids";
import { limits } from "@entobot/contract/limits";
import type { Page } from "@entobot/contract/pages";
import { timestamp } from "../pure/clock.ts";
import { Failure } from "../pure/failure.ts";
import type { Assistant } from "./assistant.ts";
import {
  type ConversationRow,
  deleteConversation,
  findConversation,
  insertConversation,
  listConversations,
  updateTitle,
} from "./conversations-store.ts";
import type { AssistantDeps } from "./deps.ts";
import { cursorOf, parseCursor } from "./list-cursor.ts";
import { readAfter, readBefore } from "./messages-store.ts";
import { openMessage, openTitle, sealTitle } from "./seal-message.ts";

export interface ConversationHooks {
  isBusy(id: ConversationId): boolean;
  /** Called after the conversation is gone. */
  removed(id: ConversationId): void;
}

export function createConversations(
  { database, audit, keys, clock, newId }: AssistantDeps,
  hooks: ConversationHooks,
): Assistant["conversations"] {
  async function view(row: ConversationRow): Promise<Conversation> {
    const title =
      row.title === null || row.title_key_id === null
        ? ""
        : await openTitle(keys, row.person_id, row.conversation_id, {
            keyId: row.title_key_id,
            bytes: row.title,
          });
    return {
      conversation_id: row.conversation_id,
      title,
      last_seq: row.last_seq,
      busy: hooks.isBusy(row.conversation_id),
      created_at: timestamp(row.created_at),
      updated_at: timestamp(row.updated_at),
    };
  }

  async function own(personId: ConversationRow["person_id"], id: ConversationId): Promise<ConversationRow> {
    const row = await findConversation(database, id, personId);
    if (!row) throw new Failure("not_found");
    return row;
  }

  return {
    async create(call, { title }) {
      const { personId } = call.principal;
      const id = newId<ConversationId>("cnv");
      return audit.mutate(call, "chained", async ({ tx, record }) => {
        await keys.prepare(tx, personId);
        const sealed = title === undefined ? null : await sealTitle(keys, personId, id, title);
        const row = await insertConversation(tx, id, personId, sealed, timestamp(clock()));
        record({ event: "conversation_created", target: id });
        return view(row);
      });
    },

    async list(call, { cursor, limit }) {
      const after = cursor === undefined ? null : parseCursor(cursor);
      const rows = await listConversations(database, call.principal.personId, after, limit + 1);
      const items = rows.slice(0, limit);
      const last = items.at(-1);
      return {
        items: await Promise.all(items.map(view)),
        next: rows.length > limit && last ? cursorOf(last.updated_at, last.conversation_id) : null,
      };
    },

    async get(call, id) {
      return view(await own(call.principal.personId, id));
    },

    async rename(call, id, title) {
      const { personId } = call.principal;
      return audit.mutate(call, "chained", async ({ tx, record }) => {
        const row = await updateTitle(tx, id, personId, await sealTitle(keys, personId, id, title));
        if (!row) throw new Failure("not_found");
        record({ event: "conversation_changed", target: id, details: { changed: ["title"] } });
        return view(row);
      });
    },

    async remove(call, id) {
      await audit.mutate(call, "committed", async ({ tx, record }) => {
        if (!(await deleteConversation(tx, id, call.principal.personId))) throw new Failure("not_found");
        record({ event: "conversation_deleted", target: id });
        return null;
      });
      hooks.removed(id);
    },

    async messages(call, id, { before, after, limit }): Promise<Page<Message>> {
      if (before !== undefined && after !== undefined) {
        throw new Failure("invalid_request", { text: "Page by `before` or by `after`, not by both." });
      }
      await own(call.principal.personId, id);
      const size = Math.max(1, Math.min(limit, limits.pageSize));
      const forward = after !== undefined;
      const rows = forward
        ? await readAfter(database, id, after, size + 1)
        : await readBefore(database, id, before ?? null, size + 1);
      const page = rows.length <= size ? rows : forward ? rows.slice(0, size) : rows.slice(1);
      const edge = forward ? page.at(-1) : page[0];
      return {
        items: await Promise.all(page.map((row) => openMessage(keys, row))),
        next: rows.length > size && edge ? String(edge.seq) : null,
      };
    },
  };
}

import type { Conversation } from "@entobot/contract/conversations";
import type { ConversationId } from "@entobot/contract/ids";

type Listed = readonly Conversation[];

/** Pages come latest first: one that holds nothing new is followed by nothing new. */
export function holdsNothingNew(page: Listed, known: Listed): boolean {
  const byId = new Map(known.map((conversation) => [conversation.conversation_id, conversation]));
  return page.every(({ conversation_id, updated_at, title }) => {
    const old = byId.get(conversation_id);
    return old?.updated_at === updated_at && old.title === title;
  });
}

/** What was read, and behind it what was known before and is older than all of it. */
export function withOlder(read: Listed, known: Listed): Conversation[] {
  const oldest = read.at(-1)?.updated_at ?? "";
  const ids = new Set(read.map(({ conversation_id }) => conversation_id));
  return [
    ...read,
    ...known.filter(({ conversation_id, updated_at }) => updated_at <= oldest && !ids.has(conversation_id)),
  ];
}

export const toTheTop = (changed: Conversation, known: Listed): Conversation[] => [
  changed,
  ...without(changed.conversation_id, known),
];

export const without = (id: ConversationId, known: Listed): Conversation[] =>
  known.filter(({ conversation_id }) => conversation_id !== id);

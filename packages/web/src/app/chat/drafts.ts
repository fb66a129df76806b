/** What was typed and not sent, per conversation, until the page is closed. Memory only: a draft may be confidential. */
const drafts = new Map<string, string>();

export const draftOf = (conversation: string): string => drafts.get(conversation) ?? "";

export function keepDraft(conversation: string, text: string): void {
  if (text === "") drafts.delete(conversation);
  else drafts.set(conversation, text);
}

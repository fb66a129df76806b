import type { ConversationState } from "@entobot/client/conversation-state";

/**
 * An answer is on its way. The SDK counts one's own message twice when the server shows it after its acknowledgement,
 * and then stays busy; a finished answer at the end with nothing being written says otherwise.
 */
export function isAnswering(state: ConversationState): boolean {
  return state.streaming !== "" || (state.busy && state.entries.at(-1)?.role !== "assistant");
}

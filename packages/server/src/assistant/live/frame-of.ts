import type { Message } from "@entobot/contract/conversations";
import type { ConversationFrame } from "../assistant.ts";

/** How an entry looks on a wire, the same when it is new and when it is read again. */
export function frameOf(message: Message): ConversationFrame {
  if (message.role === "tool" && message.tool) {
    return { type: "tool", conversation_id: message.conversation_id, seq: message.seq, ...message.tool };
  }
  return { type: "message", ...message };
}

import { CancelFrame } from "@entobot/contract/frames";
import { frameRoute } from "../frame.ts";

/** Answered by the conversation itself: its turn ends with a message that says `cancelled`. */
export const cancelFrame = frameRoute({
  type: "cancel",
  access: "chat.use",
  rateClass: "normal",
  schema: CancelFrame,
  missing: { members: ["conversation_id"], text: "Missing conversation_id" },
  handler: ({ frame, call, deps }) => deps.assistant.cancel(deps.entry.person(call), frame.conversation_id),
});

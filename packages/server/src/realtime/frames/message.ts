import { MessageFrame } from "@entobot/contract/frames";
import type { SendRequest } from "../../assistant/index.ts";
import { echo, frameRoute } from "../frame.ts";

export const messageFrame = frameRoute({
  type: "message",
  access: "chat.use",
  rateClass: "normal",
  schema: MessageFrame,
  missing: { members: ["content"], text: "Missing message content" },
  async handler({ frame, call, phone, deps }) {
    const { id, content, conversation_id, model } = frame;
    const request: SendRequest = {
      content,
      ...(id === undefined ? {} : { clientId: id }),
      ...(conversation_id === undefined ? {} : { conversationId: conversation_id }),
      ...(model === undefined ? {} : { model }),
    };
    // A repeat is answered with what followed the first time, which is in the database already: it waits for the ack.
    phone.hold();
    try {
      const { conversationId, seq } = await deps.assistant.send(deps.entry.person(call), request, phone);
      phone.send({
        type: "ack",
        ...echo(id),
        conversation_id: conversationId,
        seq,
        message: "Message received",
      });
    } finally {
      await phone.release();
    }
  },
});

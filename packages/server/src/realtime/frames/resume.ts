import { ResumeFrame } from "@entobot/contract/frames";
import type { ConversationId } from "@entobot/contract/ids";
import type { Assistant } from "../../assistant/index.ts";
import type { PersonCall } from "../../pure/call.ts";
import { echo, frameRoute } from "../frame.ts";
import type { Phone } from "../phone.ts";

/** Of messages of any length: what one phone that stops reading in the middle keeps in memory. */
const pageSize = 10;

export const resumeFrame = frameRoute({
  type: "resume",
  access: "chat.use",
  rateClass: "normal",
  schema: ResumeFrame,
  missing: { members: ["after"], text: "Missing after" },
  async handler({ frame, call, phone, deps: { assistant, entry } }) {
    const who = entry.person(call);
    const id = frame.conversation_id ?? (await defaultConversation(assistant, who, frame.after));
    const after = await sendPast(assistant, who, id, frame.after, phone);
    const { lastSeq, busy, partial } = await assistant.subscribe(who, id, after, phone);
    phone.send({
      type: "resumed",
      ...echo(frame.id),
      conversation_id: id,
      last_seq: lastSeq,
      busy,
      partial,
    });
  },
});

/**
 * Which one it is, a subscription says; this one listens to nothing. The past after `after` is read twice then, which
 * is little: a device that names no conversation has just been paired or is not far behind.
 */
async function defaultConversation(
  assistant: Assistant,
  call: PersonCall,
  after: number,
): Promise<ConversationId> {
  const subscription = await assistant.subscribe(call, undefined, after, { push() {} });
  subscription.end();
  return subscription.conversationId;
}

/**
 * A long past goes page by page, as fast as the phone takes it, so that it never fills the bounded buffer; the last
 * stretch and the change to live frames are the subscription's, without gap or repeat. Answers how far it got.
 */
async function sendPast(
  { conversations }: Assistant,
  call: PersonCall,
  id: ConversationId,
  after: number,
  phone: Phone,
): Promise<number> {
  for (let last = after; ; ) {
    const page = await conversations.messages(call, id, { after: last, limit: pageSize });
    for (const message of page.items) {
      await phone.drained();
      if (phone.closing) return last;
      phone.send({ type: "message", ...message });
      last = message.seq;
    }
    if (page.items.length < pageSize) return last;
  }
}

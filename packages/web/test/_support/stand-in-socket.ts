import { ClientFrame } from "@entobot/contract/frames";
import type { ConversationId } from "@entobot/contract/ids";
import type { WebSocket } from "ws";
import { idOf, sessionOf, type World } from "./world.ts";

const words = "This is an answer that comes in pieces, as a model writes it. It has **two** sentences.".split(
  /(?<= )/,
);

/** The frames of one device, enough to look at the app: pairs everybody, answers everything the same way. */
export function serveSocket(world: World, socket: WebSocket): void {
  const send = (frame: object) => socket.send(JSON.stringify(world.rewrite(frame, "frame")));
  const success = (id: string | undefined, more: object = {}) =>
    send({
      type: "auth_success",
      ...(id && { id }),
      device_id: idOf("dev", 1),
      device_name: "Ada's phone",
      user: sessionOf(world).user,
      expires_at: Math.floor(Date.now() / 1000) + 86_400,
      message: "Authenticated",
      ...more,
    });
  socket.on("message", (bytes) => {
    const frame = ClientFrame.parse(JSON.parse(String(bytes)));
    const id = "id" in frame ? frame.id : undefined;
    if (frame.type === "pair") success(id, { jwt_token: "a.b.c", refresh_token: "refresh" });
    else if (frame.type === "auth") success(id);
    else if (frame.type === "ping") send({ type: "pong", ...(id && { id }) });
    else if (frame.type === "resume") {
      const conversation = frame.conversation_id ?? idOf<ConversationId>("cnv", 1);
      const all = world.messages.get(conversation) ?? [];
      for (const message of all.slice(frame.after)) send({ type: "message", ...message });
      send({
        type: "resumed",
        ...(id && { id }),
        conversation_id: conversation,
        last_seq: all.length,
        busy: false,
        partial: "",
      });
    } else if (frame.type === "message") {
      void answer(world, send, frame.conversation_id ?? idOf<ConversationId>("cnv", 1), frame.content, id);
    }
  });
}

async function answer(
  world: World,
  send: (frame: object) => void,
  conversation_id: ConversationId,
  content: string,
  id: string | undefined,
) {
  const all = world.messages.get(conversation_id) ?? [];
  const entry = (role: "user" | "assistant", text: string) => ({
    conversation_id,
    message_id: idOf<never>("msg", 900_000 + all.length),
    seq: all.length + 1,
    role,
    content: text,
    model: null,
    usage: null,
    tool: null,
    error: null,
    client_id: role === "user" ? (id ?? null) : null,
    created_at: new Date().toISOString(),
  });
  const asked = entry("user", content);
  all.push(asked);
  send({ type: "ack", ...(id && { id }), conversation_id, seq: asked.seq, message: "Message received" });
  send({ type: "message", ...asked });
  for (const text of words) {
    await new Promise((resolve) => setTimeout(resolve, 25));
    send({ type: "delta", conversation_id, text });
  }
  const answered = entry("assistant", words.join(""));
  all.push(answered);
  send({ type: "message", ...answered });
}

import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { ClientFrame, ServerFrame } from "@entobot/contract/frames";
import { type WebSocket, WebSocketServer } from "ws";

/** Moments at which a test may cut the line. */
export type Moment = "frame in" | "done, not answered" | "answered" | "between deltas";

export interface FakeMessage {
  readonly seq: number;
  readonly role: "user" | "assistant";
  readonly content: string;
  readonly client_id: string | null;
}

export interface FakeServer {
  readonly url: string;
  /** What was taken, in order, by conversation. */
  readonly conversations: Map<string, FakeMessage[]>;
  /** Every frame that arrived, in order. */
  readonly heard: ClientFrame[];
  readonly refreshes: { accepted: number; refused: number };
  readonly tokens: { access: string; refresh: string; expiresInSeconds: number };
  readonly sockets: () => number;
  /** True: cut the line here. */
  cut: (moment: Moment, frame: ClientFrame) => boolean;
  /** An answer instead of the usual one; undefined: the usual. */
  override: (frame: ClientFrame) => readonly ServerFrame[] | undefined;
  closeAll(code: number, reason?: string): void;
  /** Somebody else writes into the conversation. */
  say(conversation: string, role: FakeMessage["role"], content: string): void;
  /** Stops listening, as a server that is down. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

export const defaultConversation = "cnv_00000000000000000000000000";
const identity = {
  device_id: "dev_00000000000000000000000000",
  device_name: "Test device",
  user: { id: "usr_00000000000000000000000000", email: "ada@firm.test", name: "Ada", role: "member" },
};

/** Speaks the mobile channel as surface.md says it: durable before `ack`, each id once, resume without a gap. */
export async function startFakeServer(): Promise<FakeServer> {
  const conversations = new Map<string, FakeMessage[]>();
  const subscribers = new Map<string, Set<WebSocket>>();
  const heard: ClientFrame[] = [];
  const refreshes = { accepted: 0, refused: 0 };
  const tokens = { access: "access-0", refresh: "refresh-0", expiresInSeconds: 36_000 };
  let parent: string | undefined;
  let listener: WebSocketServer | undefined;
  let port = 0;

  const entries = (conversation: string) => {
    const list = conversations.get(conversation) ?? [];
    conversations.set(conversation, list);
    return list;
  };
  const tell = (socket: WebSocket, frame: object) =>
    socket.readyState === 1 && socket.send(JSON.stringify(frame));
  const wireMessage = (conversation: string, message: FakeMessage) => ({
    type: "message",
    conversation_id: conversation,
    message_id: `msg_${conversation.slice(4, 8)}${String(message.seq).padStart(22, "0")}`,
    model: null,
    usage: null,
    tool: null,
    error: null,
    created_at: "2026-11-24T00:00:00.000Z",
    ...message,
  });
  function append(conversation: string, message: Omit<FakeMessage, "seq">, besides?: WebSocket): FakeMessage {
    const list = entries(conversation);
    const whole = { ...message, seq: list.length + 1 };
    list.push(whole);
    for (const socket of subscribers.get(conversation) ?? []) {
      if (socket !== besides) tell(socket, wireMessage(conversation, whole));
    }
    return whole;
  }
  function subscribe(conversation: string, socket: WebSocket): void {
    subscribers.set(conversation, (subscribers.get(conversation) ?? new Set()).add(socket));
  }

  async function answer(conversation: string, question: string, frame: ClientFrame): Promise<void> {
    const words = `You said: ${question}`.split(/(?<= )/);
    for (const text of words) {
      await new Promise((resolve) => setImmediate(resolve));
      for (const socket of subscribers.get(conversation) ?? []) {
        tell(socket, { type: "delta", conversation_id: conversation, text });
        if (server.cut("between deltas", frame)) socket.terminate();
      }
    }
    append(conversation, { role: "assistant", content: words.join(""), client_id: null });
  }

  function refresh(frame: Extract<ClientFrame, { type: "refresh" }>): object {
    if (frame.refresh_token === tokens.refresh) {
      parent = tokens.refresh;
      refreshes.accepted += 1;
      tokens.access = `access-${refreshes.accepted}`;
      tokens.refresh = `refresh-${refreshes.accepted}`;
    } else if (frame.refresh_token !== parent) {
      refreshes.refused += 1;
      return { type: "error", id: frame.id, code: "refresh_invalid", message: "Invalid or expired token" };
    }
    return success(frame, true);
  }
  const success = (frame: ClientFrame, withTokens: boolean) => ({
    type: "auth_success",
    id: frame.id,
    ...identity,
    expires_at: Math.floor(Date.now() / 1000) + tokens.expiresInSeconds,
    message: "Authenticated",
    ...(withTokens ? { jwt_token: tokens.access, refresh_token: tokens.refresh } : {}),
  });

  function onFrame(socket: WebSocket, frame: ClientFrame): void {
    heard.push(frame);
    if (server.cut("frame in", frame)) {
      socket.terminate();
      return;
    }
    const replies = server.override(frame);
    if (replies !== undefined) {
      for (const reply of replies) tell(socket, { ...reply, id: frame.id });
      return;
    }
    const send = (reply: object) => {
      if (server.cut("done, not answered", frame)) return socket.terminate();
      tell(socket, reply);
      if (server.cut("answered", frame)) socket.terminate();
    };
    switch (frame.type) {
      case "auth":
        if (frame.jwt_token === tokens.access) {
          send(success(frame, false));
          return;
        }
        tell(socket, {
          type: "error",
          id: frame.id,
          code: "invalid_credentials",
          message: "Invalid or expired JWT token",
        });
        tell(socket, { type: "auth_error", code: "invalid_credentials", message: "Authentication failed" });
        socket.close(4401);
        return;
      case "pair":
        if (frame.temp_token === "right") {
          send(success(frame, true));
          return;
        }
        tell(socket, {
          type: "error",
          id: frame.id,
          code: "pairing_invalid",
          message: "Invalid pairing credentials",
        });
        socket.close(4401);
        return;
      case "refresh":
        send(refresh(frame));
        return;
      case "ping":
        send({ type: "pong", id: frame.id });
        return;
      case "message": {
        const conversation = frame.conversation_id ?? defaultConversation;
        const repeated = entries(conversation).find(({ client_id }) => client_id === frame.id);
        const taken =
          repeated ??
          append(conversation, { role: "user", content: frame.content, client_id: frame.id ?? null }, socket);
        subscribe(conversation, socket);
        send({
          type: "ack",
          id: frame.id,
          conversation_id: conversation,
          seq: taken.seq,
          message: "Message received",
        });
        if (!repeated) void answer(conversation, frame.content, frame);
        return;
      }
      case "resume": {
        const conversation = frame.conversation_id ?? defaultConversation;
        const list = entries(conversation);
        for (const message of list.slice(frame.after)) tell(socket, wireMessage(conversation, message));
        subscribe(conversation, socket);
        const state = { last_seq: list.length, busy: false, partial: "" };
        send({ type: "resumed", id: frame.id, conversation_id: conversation, ...state });
        return;
      }
      case "cancel":
        return;
    }
  }

  const server: FakeServer = {
    get url() {
      return `ws://127.0.0.1:${port}/`;
    },
    conversations,
    heard,
    refreshes,
    tokens,
    sockets: () => listener?.clients.size ?? 0,
    cut: () => false,
    override: () => undefined,
    closeAll(code, reason) {
      for (const socket of listener?.clients ?? []) socket.close(code, reason);
    },
    say: (conversation, role, content) => void append(conversation, { role, content, client_id: null }),
    async stop() {
      const own = listener;
      listener = undefined;
      if (own === undefined) return;
      for (const socket of own.clients) socket.terminate();
      await new Promise((resolve) => own.close(resolve));
    },
    async start() {
      listener = new WebSocketServer({ host: "127.0.0.1", port });
      listener.on("connection", (socket) => {
        socket.on("error", () => {});
        socket.on("message", (data) => onFrame(socket, JSON.parse(String(data)) as ClientFrame));
        socket.on("close", () => {
          for (const set of subscribers.values()) set.delete(socket);
        });
      });
      await once(listener, "listening");
      port = (listener.address() as AddressInfo).port;
    },
  };
  await server.start();
  return server;
}

import type { ServerFrame } from "@entobot/contract/frames";
import type { ConversationId } from "@entobot/contract/ids";
import { limits } from "@entobot/contract/limits";
import { type Channel, errorOf } from "./channel.ts";
import type { Client, ClientEvents, ConnectOptions } from "./client.ts";
import { createConnection } from "./connection.ts";
import { type Conversation, createConversation } from "./conversation.ts";
import { createEmitter } from "./emitter.ts";
import { platform } from "./environment.ts";
import { isFresh } from "./is-fresh.ts";
import { createApi } from "./rest/create-api.ts";
import { createSender } from "./sender.ts";
import { memoryOutbox } from "./stores/memory.ts";

const defaultHistory = 50;

/** Connects as the paired device, and stays connected for as long as that is possible. Returns at once. */
export function connect(options: ConnectOptions): Client {
  const environment = { ...platform, ...options.environment };
  const emitter = createEmitter<ClientEvents>();
  const open = new Map<Conversation, number>();
  let channel: Channel | undefined;

  const sender = createSender({
    outbox: options.outbox ?? memoryOutbox(),
    environment,
    onAcknowledged(message, ack) {
      for (const conversation of open.keys()) {
        const id = conversation.id();
        if (id === ack.conversationId || (id === null && message.conversationId === undefined)) {
          conversation.onAcknowledged(message, ack);
        }
      }
    },
    onChange() {
      for (const conversation of open.keys()) conversation.onQueue();
      emitter.emit("queue", queue());
    },
  });
  const queue = () =>
    sender
      .waiting()
      .filter(({ failed }) => failed === null)
      .map(({ message }) => message);

  function route(frame: ServerFrame): void {
    if ("conversation_id" in frame && frame.conversation_id !== undefined) {
      const all = [...open.keys()];
      const known = all.filter((conversation) => conversation.id() === frame.conversation_id);
      // Before the default conversation has its name, what belongs to no other is its own.
      const takers = known.length > 0 ? known : all.filter((conversation) => conversation.awaitsId());
      for (const conversation of takers) conversation.onFrame(frame);
      if (takers.length > 0) return;
    }
    if (frame.type === "error" || frame.type === "auth_error") emitter.emit("notice", errorOf(frame));
  }

  const connection = createConnection({
    store: options.store,
    websocketUrl: options.websocketUrl,
    environment,
    onState: (state) => emitter.emit("state", state),
    onCredentials: (credentials) => emitter.emit("credentials", credentials),
    onFrame: route,
    onOnline(next) {
      channel = next;
      void next.closed.then(() => {
        if (channel === next) channel = undefined;
      });
      for (const conversation of open.keys()) conversation.attach(next);
      sender.attach(next);
    },
  });

  const apiUrl = options.apiUrl ?? apiUrlBeside(options.websocketUrl);
  const api =
    apiUrl === undefined
      ? undefined
      : createApi({
          baseUrl: apiUrl,
          bearer: async () => (connection.credentials() ?? (await options.store.get()))?.accessToken,
          fetch: environment.fetch,
        });

  return {
    state: connection.state,
    queue,
    credentials: connection.credentials,
    on: emitter.on,
    api,
    conversation(id?: ConversationId) {
      let conversation = [...open.keys()].find((each) =>
        id === undefined ? each.isDefault : each.id() === id,
      );
      if (conversation === undefined) {
        conversation = createConversation({
          id: id ?? null,
          sender,
          api,
          fresh: async () => {
            const known = connection.credentials() ?? (await options.store.get());
            return known !== undefined && isFresh(known, environment.now());
          },
          history: Math.min(options.history ?? defaultHistory, limits.pageSize),
          environment,
        });
        if (channel !== undefined) conversation.attach(channel);
      }
      const own = conversation;
      open.set(own, (open.get(own) ?? 0) + 1);
      let closed = false;
      return own.view(() => {
        if (closed) return;
        closed = true;
        const left = (open.get(own) ?? 1) - 1;
        if (left > 0) open.set(own, left);
        else open.delete(own);
      });
    },
    retryNow: connection.retryNow,
    async signOut() {
      const serverTold = api ? await api.auth.signOut().then(yes, no) : false;
      connection.end("signed_out");
      await sender.clear();
      await options.store.clear();
      return { serverTold };
    },
    close: () => connection.end("closed"),
  };
}

const yes = () => true;
const no = () => false;

/** One origin serves both under `/ws` and `/api` (the web listener, the guide's proxy); a bare mobile channel has no REST. */
export function apiUrlBeside(websocketUrl: string | undefined): string | undefined {
  if (websocketUrl === undefined || !URL.canParse(websocketUrl)) return undefined;
  const url = new URL(websocketUrl);
  if (url.pathname !== "/ws") return undefined;
  return `${url.protocol === "wss:" ? "https:" : "http:"}//${url.host}`;
}

import type { ServerFrame } from "@entobot/contract/frames";
import type { ConversationId } from "@entobot/contract/ids";
import { createAnswers } from "./answers.ts";
import { ApiError, isPassing } from "./api-error.ts";
import { backOff } from "./back-off.ts";
import { randomId } from "./base64url.ts";
import { type Channel, errorOf } from "./channel.ts";
import { createConversationLog, entryOfMessage, entryOfTool } from "./conversation-log.ts";
import type { ConversationState, ConversationView, Entry } from "./conversation-state.ts";
import type { Environment } from "./environment.ts";
import type { Acknowledged, Outgoing } from "./outbox.ts";
import { answerTimeoutMs } from "./refresh.ts";
import type { Api } from "./rest/api.ts";
import type { Sender } from "./sender.ts";

export interface ConversationOptions {
  /** Null: the device's default conversation. */
  readonly id: ConversationId | null;
  readonly sender: Sender;
  readonly api: Api | undefined;
  /** REST may be asked before the socket is signed in. */
  readonly fresh: () => Promise<boolean>;
  readonly history: number;
  readonly environment: Environment;
}

/** One conversation followed for as long as anybody looks at it; the client feeds it frames. */
export interface Conversation {
  readonly id: () => ConversationId | null;
  readonly isDefault: boolean;
  /** True while the server's answer will say which one the default conversation is. */
  readonly awaitsId: () => boolean;
  attach(channel: Channel): void;
  /** In the turn of its arrival. */
  onFrame(frame: ServerFrame): void;
  onAcknowledged(message: Outgoing, ack: Acknowledged): void;
  /** The queue changed. */
  onQueue(): void;
  view(onClose: () => void): ConversationView;
}

const resyncMs = 1_000;

export function createConversation(options: ConversationOptions): Conversation {
  const { sender, environment } = options;
  const log = createConversationLog();
  const answers = createAnswers(log.entries);
  const isDefault = options.id === null;
  let id = options.id;
  let channel: Channel | undefined;
  let syncing = false;
  let streaming = "";
  /** Turns that were begun and not ended, as far as known. */
  let turns = 0;
  let loaded = false;
  let reading: Promise<boolean> | undefined;
  let problem: ApiError | null = null;
  /** Why the server's picture is not here yet, and how often it was asked for in vain. */
  let syncProblem: ApiError | undefined;
  let setbacks = 0;
  let picture: ConversationState | undefined;
  const listeners = new Set<() => void>();

  function changed(): void {
    picture = undefined;
    answers.look();
    // While a long history streams in, one picture at its end is enough.
    if (!syncing || loaded) tell();
  }

  function tell(): void {
    picture = undefined;
    for (const listener of [...listeners]) listener();
  }

  function take(entry: Entry): void {
    // One's own message comes twice: with its acknowledgement, and as the server shows it. It is one turn.
    const isNew = !log.has(entry.seq);
    if (!log.put(entry)) return;
    if (entry.client_id !== null && id !== null) {
      sender.settle(entry.client_id, { conversationId: id, seq: entry.seq });
    }
    if (entry.role === "user" && isNew) {
      turns += 1;
      problem = null;
    }
    if (entry.role === "assistant") {
      turns = Math.max(0, turns - 1);
      streaming = "";
    }
    if (log.hasGap() && !syncing) environment.setTimer(() => log.hasGap() && void sync(), resyncMs);
    changed();
  }

  /** Asks for what is missing; its entries arrive as frames before the answer does. */
  async function sync(): Promise<void> {
    const own = channel;
    if (own === undefined || syncing) return;
    syncing = true;
    if (!loaded) {
      const early = reading;
      if (!(await readNewest()) && early) await readNewest();
    }
    if (own !== channel) return;
    own.ask(
      { type: "resume", after: log.cursor(), ...(id === null ? {} : { conversation_id: id }) },
      answerTimeoutMs,
      (answer) => {
        if (own !== channel) return;
        syncing = false;
        if (answer instanceof ApiError) {
          if (answer.code === "unreachable") own.abandon();
          else problem = answer;
          if (isPassing(answer)) syncLater(own, answer);
        } else if (answer.type === "resumed") {
          setbacks = 0;
          if (problem === syncProblem) problem = null;
          id = answer.conversation_id;
          streaming = answer.partial;
          turns = answer.busy ? Math.max(1, turns) : 0;
          loaded = true;
        }
        changed();
      },
    );
  }

  function syncLater(own: Channel, error: ApiError): void {
    syncProblem = error;
    setbacks += 1;
    const waitMs = backOff(setbacks, environment.random, error.retryAfter);
    environment.setTimer(() => own === channel && void sync(), waitMs);
  }

  /** Once, unless it failed: whether it did not. What was read is shown before the socket says the rest. */
  function readNewest(): Promise<boolean> {
    reading ??= loadNewest().then((read) => {
      if (!read) reading = undefined;
      else tell();
      return read;
    });
    return reading;
  }

  async function loadNewest(): Promise<boolean> {
    if (id === null || options.api === undefined) return true;
    try {
      const { items } = await options.api.conversations.messages(id, { limit: options.history });
      const first = items[0];
      if (first === undefined) return true;
      log.startAfter(first.seq - 1);
      for (const message of items) log.put(entryOfMessage(message));
      return true;
    } catch {
      // The socket can tell the same, only all of it.
      return false;
    }
  }

  function isOwn(message: Outgoing): boolean {
    return message.conversationId === undefined ? isDefault : message.conversationId === id;
  }

  const state = (): ConversationState => {
    picture ??= {
      id,
      entries: log.entries(),
      hasEarlier: log.base() > 0,
      waiting: sender.waiting().filter(({ message }) => isOwn(message)),
      streaming,
      busy: turns > 0,
      loaded,
      problem,
    };
    return picture;
  };

  if (id !== null)
    void options.fresh().then(
      (fresh) => fresh && readNewest(),
      () => {},
    );
  return {
    id: () => id,
    isDefault,
    awaitsId: () => id === null && syncing,
    attach(next) {
      channel = next;
      syncing = false;
      void sync();
      void next.closed.then(() => {
        if (channel !== next) return;
        channel = undefined;
        syncing = false;
      });
    },
    onFrame(frame) {
      switch (frame.type) {
        case "message":
          id ??= frame.conversation_id;
          return take(entryOfMessage(frame));
        case "tool":
          id ??= frame.conversation_id;
          return take(entryOfTool(frame));
        case "delta":
          streaming += frame.text;
          turns = Math.max(1, turns);
          return changed();
        case "error":
          problem = errorOf(frame);
          turns = Math.max(0, turns - 1);
          answers.fail(problem);
          return changed();
      }
    },
    onAcknowledged(message, ack) {
      id ??= ack.conversationId;
      take({
        seq: ack.seq,
        role: "user",
        content: message.content,
        model: null,
        usage: null,
        tool: null,
        error: null,
        message_id: null,
        client_id: message.id,
        created_at: new Date(message.writtenAt).toISOString(),
      });
      changed();
    },
    onQueue: changed,
    view(onClose) {
      const own = new Set<() => void>();
      return {
        state,
        subscribe(listener) {
          listeners.add(listener);
          own.add(listener);
          return () => {
            listeners.delete(listener);
            own.delete(listener);
          };
        },
        send(content, sendOptions = {}) {
          const message: Outgoing = {
            id: randomId(),
            content,
            ...(isDefault || id === null ? {} : { conversationId: id }),
            ...(sendOptions.model === undefined ? {} : { model: sendOptions.model }),
            writtenAt: environment.now(),
          };
          const acknowledged = sender.send(message);
          const answer = acknowledged.then(({ seq }) => answers.wait(seq));
          // Whoever does not ask how it went must not be ended by an unhandled rejection.
          for (const promise of [acknowledged, answer]) promise.catch(() => {});
          return { id: message.id, acknowledged, answer };
        },
        cancel() {
          if (id !== null) channel?.send({ type: "cancel", conversation_id: id });
        },
        retry: (messageId) => sender.retry(messageId),
        dismiss: (messageId) => sender.dismiss(messageId),
        async loadEarlier() {
          if (id === null || options.api === undefined || log.base() === 0) return;
          const { items } = await options.api.conversations.messages(id, {
            before: log.base() + 1,
            limit: options.history,
          });
          log.putEarlier(items.map(entryOfMessage));
          changed();
        },
        close() {
          for (const listener of own) listeners.delete(listener);
          onClose();
        },
      };
    },
  };
}

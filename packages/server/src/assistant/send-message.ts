import type { Message } from "@entobot/contract/conversations";
import type { ConversationId } from "@entobot/contract/ids";
import { limits as bounds } from "@entobot/contract/limits";
import { cleanLine } from "@entobot/contract/text";
import type { PersonCall } from "../pure/call.ts";
import { Failure, isFailure } from "../pure/failure.ts";
import type { Appended } from "./append.ts";
import { appendEntry } from "./append-entry.ts";
import type { SendRequest, Subscriber } from "./assistant.ts";
import type { DefaultConversations } from "./default-conversation.ts";
import type { AssistantDeps } from "./deps.ts";
import type { Feed } from "./live/feed.ts";
import type { Hub } from "./live/hub.ts";
import { LruMap } from "./lru-map.ts";
import type { LanguageModel } from "./models/model.ts";
import type { TurnQueue } from "./turns/turn-queue.ts";

export interface SendParts {
  readonly deps: AssistantDeps;
  readonly hub: Hub;
  readonly queue: TurnQueue;
  readonly defaults: DefaultConversations;
}

export type Send = (
  call: PersonCall,
  request: SendRequest,
  subscriber?: Subscriber,
) => Promise<{ conversationId: ConversationId; seq: number; repeated: boolean }>;

const titleCharacters = 60;

export function createSend(parts: SendParts): Send {
  const titled = new LruMap<ConversationId, true>(10_000);

  return async (call, request, subscriber) => {
    if (request.content.length > bounds.messageCharacters) throw new Failure("too_large");
    if (request.content.trim() === "") {
      throw new Failure("invalid_request", { text: "The message is empty." });
    }
    const model = parts.deps.models.find(request.model);
    if (request.conversationId) return sendTo(request.conversationId, call, request, model, subscriber);
    const id = await parts.defaults.of(call);
    try {
      return await sendTo(id, call, request, model, subscriber);
    } catch (error) {
      if (!isFailure(error, "not_found")) throw error;
      // Deleted by another process since it was looked up.
      parts.defaults.forget(id);
      return sendTo(await parts.defaults.of(call), call, request, model, subscriber);
    }
  };

  async function sendTo(
    id: ConversationId,
    call: PersonCall,
    request: SendRequest,
    model: LanguageModel,
    subscriber: Subscriber | undefined,
  ) {
    const { hub, queue } = parts;
    const giveBack = queue.reserve(id);
    // Listening begins before the message is stored, so that nothing after it can be missed.
    const feed = subscriber && !hub.isSubscribed(id, subscriber) ? hub.attach(id, subscriber) : null;
    try {
      const appended = await store(id, call, request, model);
      const { conversationId, seq, repeated, open } = appended;
      if (request.conversationId && conversationId !== request.conversationId) {
        throw new Failure("idempotency_mismatch");
      }
      titled.set(conversationId, true);
      if (!repeated) hub.announce(appended.message, subscriber ?? null);
      // Before anything else is waited for: turns are answered in the order of the messages.
      if (open) {
        queue.add({
          call,
          conversationId,
          seq,
          content: request.content,
          model,
          stop: new AbortController(),
        });
      }
      if (feed) await listen(appended, id, feed);
      return { conversationId, seq, repeated };
    } catch (error) {
      if (feed) hub.detach(id, feed);
      throw error;
    } finally {
      giveBack();
      if (!feed) hub.release(id);
    }
  }

  async function store(
    id: ConversationId,
    call: PersonCall,
    request: SendRequest,
    model: LanguageModel,
  ): Promise<Appended & { message: Message }> {
    const { personId, deviceId, sessionId, role } = call.principal;
    const { content, clientId } = request;
    const digest = clientId
      ? await parts.deps.keys.digest(personId, "message", JSON.stringify([content, request.model ?? null]))
      : null;
    return appendEntry(parts.deps, {
      call,
      personId,
      conversationId: id,
      role: "user",
      content,
      client: clientId && digest ? { scope: deviceId ?? sessionId, id: clientId, digest } : null,
      title: titled.get(id) ? null : titleFrom(content),
      turn: "open",
      event: {
        event: "message_received",
        details: { characters: content.length, model: model.id, role, channel: call.channel },
      },
    });
  }

  /** Everything after the message goes to its sender; of an answer that is running already, all of it. */
  async function listen(appended: Appended, id: ConversationId, feed: Feed): Promise<void> {
    const { hub } = parts;
    if (appended.conversationId !== id) {
      // A repeat of a message that stands in another conversation: nothing of this one was asked for.
      hub.detach(id, feed);
      return;
    }
    const held = appended.repeated ? null : hub.hold(id, feed, appended.seq);
    const text = held ?? (await hub.fill(id, feed, appended.seq)).partial;
    if (text !== "") feed.live({ type: "delta", conversation_id: id, text });
    setImmediate(() => feed.open());
  }
}

const titleFrom = (content: string): string => {
  const first = content.split(/[\r\n]/).find((part) => part.trim() !== "") ?? "";
  return cleanLine(first, titleCharacters, "Conversation");
};

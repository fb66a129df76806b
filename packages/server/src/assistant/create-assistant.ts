import { Failure } from "../pure/failure.ts";
import type { Assistant } from "./assistant.ts";
import { createConversations } from "./conversations.ts";
import { findConversation } from "./conversations-store.ts";
import { createDefaultConversations } from "./default-conversation.ts";
import type { AssistantDeps } from "./deps.ts";
import { Hub } from "./live/hub.ts";
import { readAfter } from "./messages-store.ts";
import { openMessage } from "./seal-message.ts";
import { createSend } from "./send-message.ts";
import { createSubscribe } from "./subscribe.ts";
import { RecentHistory } from "./turns/recent-history.ts";
import { runTurn } from "./turns/run-turn.ts";
import { TurnQueue } from "./turns/turn-queue.ts";

/** Of all conversations that were just answered, kept open in memory. */
const recentCharacters = 8_000_000;

export function createAssistant(deps: AssistantDeps): Assistant {
  const { database, keys, limits, models } = deps;
  const hub = new Hub({
    gapMs: 2_500,
    bound: 1_000,
    read: async (id, after, limit) => {
      const rows = await readAfter(database, id, after, limit);
      return Promise.all(rows.map((row) => openMessage(keys, row)));
    },
  });
  const recent = new RecentHistory({ entries: limits.historyMessages, characters: recentCharacters });
  const queue = new TurnQueue({
    running: limits.running,
    waiting: limits.waiting,
    waitingPerConversation: limits.waitingPerConversation,
    run: (turn, elsewhere) => runTurn({ deps, hub, recent }, turn, elsewhere),
  });
  const defaults = createDefaultConversations(deps);

  return {
    conversations: createConversations(deps, {
      isBusy: (id) => queue.isBusy(id),
      removed(id) {
        defaults.forget(id);
        hub.remove(id);
        recent.forget(id);
        void queue.cancel(id);
      },
    }),
    send: createSend({ deps, hub, queue, defaults }),
    subscribe: createSubscribe({ deps, hub, queue, defaults }),
    unsubscribe: (subscriber) => hub.unsubscribe(subscriber),
    async cancel(call, id) {
      if (!(await findConversation(database, id, call.principal.personId))) throw new Failure("not_found");
      await queue.cancel(id);
    },
    models: () => models.list(),
    running: () => queue.running,
    async drain(ms) {
      await queue.drain(ms);
      hub.stop();
    },
  };
}

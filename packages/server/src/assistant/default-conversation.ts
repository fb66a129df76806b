import type { ConversationId } from "@entobot/contract/ids";
import type { PersonCall } from "../pure/call.ts";
import { timestamp } from "../pure/clock.ts";
import { Failure, isFailure } from "../pure/failure.ts";
import { findDefault, insertConversation, insertDefault } from "./conversations-store.ts";
import type { AssistantDeps } from "./deps.ts";
import { LruMap } from "./lru-map.ts";

export interface DefaultConversations {
  /** The device's (or, without one, the person's) conversation for messages that name none; made at first use. */
  of(call: PersonCall): Promise<ConversationId>;
  forget(id: ConversationId): void;
}

export function createDefaultConversations(deps: AssistantDeps): DefaultConversations {
  const { database, audit, keys, clock, newId } = deps;
  const known = new LruMap<string, ConversationId>(10_000);
  const making = new Map<string, Promise<ConversationId>>();

  async function findOrMake(call: PersonCall, scope: string): Promise<ConversationId> {
    const { personId } = call.principal;
    const found = await findDefault(database, scope, personId);
    if (found) return found;
    // The client's own id is about the message, not about the conversation that is made on the way.
    const { idempotency: _, ...plain } = call;
    try {
      return await audit.mutate(plain, "chained", async ({ tx, record }) => {
        const id = newId<ConversationId>("cnv");
        await keys.prepare(tx, personId);
        await insertConversation(tx, id, personId, null, timestamp(clock()));
        if (!(await insertDefault(tx, scope, id))) throw new Failure("conflict");
        record({ event: "conversation_created", target: id, details: { default: true } });
        return id;
      });
    } catch (error) {
      const winner = isFailure(error, "conflict") && (await findDefault(database, scope, personId));
      if (winner) return winner;
      throw error;
    }
  }

  return {
    async of(call) {
      const scope = call.principal.deviceId ?? call.principal.personId;
      const before = known.get(scope);
      if (before) return before;
      const running = making.get(scope);
      if (running) return running;
      const made = findOrMake(call, scope)
        .then((id) => {
          known.set(scope, id);
          return id;
        })
        .finally(() => making.delete(scope));
      making.set(scope, made);
      return made;
    },
    forget(id) {
      known.deleteValue(id);
    },
  };
}

import { Failure } from "../pure/failure.ts";
import type { Assistant } from "./assistant.ts";
import { findConversation } from "./conversations-store.ts";
import type { SendParts } from "./send-message.ts";

/** Backfill → cut-over → live. What happens after the snapshot is pushed one turn of the event loop later. */
export function createSubscribe({ deps, hub, queue, defaults }: SendParts): Assistant["subscribe"] {
  return async (call, wanted, after, subscriber) => {
    const id = wanted ?? (await defaults.of(call));
    const own = await findConversation(deps.database, id, call.principal.personId);
    if (!own) throw new Failure("not_found");
    if (after > own.last_seq) {
      throw new Failure("invalid_request", {
        text: "`after` is beyond the last entry of this conversation.",
      });
    }
    const feed = hub.attach(id, subscriber);
    try {
      const { lastSeq, partial } = await hub.fill(id, feed, after);
      setImmediate(() => feed.open());
      return {
        conversationId: id,
        lastSeq,
        busy: queue.isBusy(id),
        partial,
        end: () => hub.detach(id, feed),
      };
    } catch (error) {
      hub.detach(id, feed);
      throw error;
    }
  };
}

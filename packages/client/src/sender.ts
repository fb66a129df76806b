import { ApiError, isPassing } from "./api-error.ts";
import { backOff } from "./back-off.ts";
import type { Channel } from "./channel.ts";
import type { Waiting } from "./conversation-state.ts";
import type { Environment } from "./environment.ts";
import type { Acknowledged, Outbox, Outgoing } from "./outbox.ts";

export interface SenderOptions {
  readonly outbox: Outbox;
  readonly environment: Environment;
  /** Called in the turn of the server's frame, before any later frame is looked at. */
  readonly onAcknowledged: (message: Outgoing, ack: Acknowledged) => void;
  readonly onChange: () => void;
}

export interface Sender {
  send(message: Outgoing): Promise<Acknowledged>;
  /** All that is not acknowledged, in order; refused ones keep their place. */
  readonly waiting: () => readonly Waiting[];
  attach(channel: Channel): void;
  /** The server showed this message among its own: as good as an acknowledgement whose frame was lost. */
  settle(id: string, ack: Acknowledged): void;
  retry(id: string): void;
  dismiss(id: string): void;
  clear(): Promise<void>;
}

interface Item {
  readonly message: Outgoing;
  readonly acknowledged: PromiseWithResolvers<Acknowledged>;
  failed: ApiError | null;
  /** Answers of `internal`: a bug on the server must not block the queue for ever. */
  faults: number;
}

const ackTimeoutMs = 20_000;
const faultsAllowed = 3;

/**
 * Sends the queue in order, one message in flight: the next goes out when the one before is acknowledged, so that no
 * refusal or lost connection can turn two around. A message keeps its id for ever; the server takes each id once.
 */
export function createSender(options: SenderOptions): Sender {
  const { outbox, environment } = options;
  let items: Item[] = [];
  let channel: Channel | undefined;
  let inFlight: Item | undefined;
  let pause: (() => void) | undefined;
  /** Until when the server takes none, by its own word. */
  let heldUntil: number | null = null;
  let setbacks = 0;

  function changed(): void {
    options.onChange();
  }
  function itemOf(message: Outgoing): Item {
    const acknowledged = Promise.withResolvers<Acknowledged>();
    acknowledged.promise.catch(() => {});
    return { message, acknowledged, failed: null, faults: 0 };
  }
  function drop(item: Item): void {
    items = items.filter((each) => each !== item);
    void stored(() => outbox.remove(item.message.id));
  }

  /** Writes of the outbox one after the other. One that fails costs safety across a restart, not the message. */
  let writes: Promise<unknown> = outbox.load().then(
    (messages) => {
      const known = new Set(items.map((item) => item.message.id));
      items = [...messages.filter(({ id }) => !known.has(id)).map(itemOf), ...items];
      if (messages.length > 0) changed();
    },
    () => {},
  );
  let loaded = false;
  void writes.then(() => {
    loaded = true;
    pump();
  });
  function stored(write: () => Promise<void>): Promise<void> {
    const done = writes.then(write).catch(() => {});
    writes = done;
    return done;
  }

  function pump(): void {
    if (!loaded || channel === undefined || inFlight !== undefined || pause !== undefined) return;
    const item = items.find((each) => each.failed === null);
    if (item === undefined) return;
    const own = channel;
    inFlight = item;
    const { id, content, conversationId, model } = item.message;
    const frame = {
      type: "message" as const,
      id,
      content,
      ...(conversationId === undefined ? {} : { conversation_id: conversationId }),
      ...(model === undefined ? {} : { model }),
    };
    own.ask(frame, ackTimeoutMs, (answer) => {
      if (inFlight === item) inFlight = undefined;
      if (answer instanceof ApiError) notTaken(item, answer, own);
      else if (answer.type === "ack")
        taken(item, { conversationId: answer.conversation_id, seq: answer.seq });
      pump();
    });
  }

  function resume(): void {
    pause?.();
    pause = undefined;
    if (heldUntil !== null) {
      heldUntil = null;
      changed();
    }
    pump();
  }

  function taken(item: Item, ack: Acknowledged): void {
    if (!items.includes(item)) return;
    setbacks = 0;
    drop(item);
    options.onAcknowledged(item.message, ack);
    item.acknowledged.resolve(ack);
    changed();
  }

  function notTaken(item: Item, error: ApiError, own: Channel): void {
    if (own !== channel || !items.includes(item)) return;
    if (error.code === "unreachable") {
      // No answer in time, or no socket any more: only a new connection can tell what became of it.
      channel = undefined;
      own.abandon();
    } else if (["session_ended", "not_authenticated", "invalid_credentials"].includes(error.code)) {
      channel = undefined;
    } else if (isPassing(error) || (error.code === "internal" && ++item.faults < faultsAllowed)) {
      setbacks += 1;
      const waitMs = backOff(setbacks, environment.random, error.retryAfter);
      heldUntil = error.code === "rate_limited" ? environment.now() + waitMs : null;
      pause = environment.setTimer(resume, waitMs);
      changed();
    } else {
      item.failed = error;
      void stored(() => outbox.remove(item.message.id));
      item.acknowledged.reject(error);
      changed();
    }
  }

  return {
    async send(message) {
      const item = itemOf(message);
      items.push(item);
      changed();
      await stored(() => outbox.add(message));
      pump();
      return item.acknowledged.promise;
    },
    waiting: () =>
      items.map(({ message, failed }) => ({
        message,
        failed,
        heldUntil: failed === null ? heldUntil : null,
      })),
    attach(next) {
      channel = next;
      inFlight = undefined;
      // A new connection is a new chance, but not to ask earlier than one was told.
      if (heldUntil === null) resume();
      void next.closed.then(() => {
        if (channel === next) channel = undefined;
      });
    },
    settle(id, ack) {
      const item = items.find((each) => each.message.id === id);
      if (item !== undefined) taken(item, ack);
    },
    retry(id) {
      const item = items.find((each) => each.message.id === id && each.failed !== null);
      if (item === undefined) return;
      items = [...items.filter((each) => each !== item), itemOf(item.message)];
      void stored(() => outbox.add(item.message));
      changed();
      pump();
    },
    dismiss(id) {
      const item = items.find((each) => each.message.id === id && each.failed !== null);
      if (item === undefined) return;
      drop(item);
      changed();
    },
    async clear() {
      const left = items;
      items = [];
      for (const item of left) item.acknowledged.reject(new ApiError("cancelled", "The queue was cleared."));
      changed();
      await stored(() => outbox.clear());
    },
  };
}

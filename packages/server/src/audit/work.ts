import type { BatchKind } from "./audit.ts";
import type { SealedEvent } from "./audit-store.ts";
import type { Event } from "./event.ts";

/** An input of the hot path on its way through a batch. */
export interface SubmitWork {
  readonly type: "submit";
  readonly kind: BatchKind<unknown, unknown>;
  readonly input: unknown;
  /** True once it was answered, also by its deadline: whoever was told "not in time" before its batch began is left out. */
  settled(): boolean;
  resolve(output: unknown): void;
  reject(error: Error): void;
}

/** An event without a mutation. `waiter` is null where nobody waits: then it is kept until it is written. */
export interface EventWork {
  readonly type: "event";
  readonly event: Event;
  /** Sealed while an earlier batch is in flight; null: not yet, wait for `ready`, which rejects when it cannot be. */
  sealed: SealedEvent | null;
  ready: Promise<void>;
  readonly waiter: { resolve(): void; reject(error: Error): void } | null;
}

/** Committed events wait in the database. */
export interface WakeWork {
  readonly type: "wake";
}

export type Work = SubmitWork | EventWork | WakeWork;

/** Waits for those that are not sealed yet. */
export async function sealedEvents(works: readonly EventWork[]): Promise<SealedEvent[]> {
  const sealed: SealedEvent[] = [];
  for (const work of works) {
    await work.ready;
    sealed.push(work.sealed as SealedEvent);
  }
  return sealed;
}

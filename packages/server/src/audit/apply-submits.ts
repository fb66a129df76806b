import type { Transaction } from "../store/queryable.ts";
import type { BatchKind, BatchOutcome } from "./audit.ts";
import { type Event, type EventTools, makeEvent } from "./event.ts";
import type { SubmitWork } from "./work.ts";

export interface Applied {
  readonly work: SubmitWork;
  readonly outcome: BatchOutcome<unknown>;
}

/** Runs the kinds one after the other, each over all of its inputs. */
export async function applySubmits(tx: Transaction, submits: readonly SubmitWork[]): Promise<Applied[]> {
  const kinds = new Map<BatchKind<unknown, unknown>, SubmitWork[]>();
  for (const work of submits) {
    const same = kinds.get(work.kind);
    if (same) same.push(work);
    else kinds.set(work.kind, [work]);
  }
  const applied: Applied[] = [];
  for (const [kind, works] of kinds) {
    const outcomes = await kind.apply(
      tx,
      works.map((work) => work.input),
    );
    for (const [i, work] of works.entries()) {
      const outcome = outcomes[i];
      if (!outcome) throw new TypeError(`${kind.name} answered ${outcomes.length} of ${works.length} inputs`);
      applied.push({ work, outcome });
    }
  }
  return applied;
}

export function eventsOf(applied: readonly Applied[], tools: EventTools): Event[] {
  return applied.flatMap(({ outcome }) =>
    outcome.ok ? outcome.events.map((draft) => makeEvent(outcome.call, draft, tools)) : [],
  );
}

export function answer(applied: readonly Applied[]): void {
  for (const { work, outcome } of applied) {
    if (outcome.ok) work.resolve(outcome.output);
    else work.reject(outcome.error);
  }
}

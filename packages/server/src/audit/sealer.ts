import type { Log } from "../log/log.ts";
import { Failure, isFailure } from "../pure/failure.ts";
import { type Answer, createBatcher, runSplitting } from "../store/batch.ts";
import type { Database } from "../store/database.ts";
import type { BatchKind } from "./audit.ts";
import type { SealedEvent } from "./audit-store.ts";
import { type ChainWait, createChainWait } from "./chain-wait.ts";
import type { Event, EventTools } from "./event.ts";
import { createLeadership, type Lead } from "./leadership.ts";
import { type Chained, pendingPerBatch, sealBatch } from "./seal-batch.ts";
import { storeBatch } from "./store-batch.ts";
import type { Values } from "./values.ts";
import type { EventWork, Work } from "./work.ts";

export interface SealerDeps {
  readonly database: Database;
  readonly log: Log;
  readonly tools: EventTools;
  readonly values: Values;
  /** Called in order with what this process has chained. */
  readonly publish: (chained: readonly Chained[]) => void;
  /** Most items that may wait before `busy`. */
  readonly capacity: number;
  readonly batchSize: number;
  readonly deadlineMs: number;
}

export interface Sealer {
  submit<Input, Output>(kind: BatchKind<Input, Output>, input: Input): Promise<Output>;
  /** Kept until written; false when the queue is full. */
  note(event: Event): boolean;
  noted(event: Event): Promise<void>;
  /** Committed events wait. */
  wake(): void;
  until: ChainWait["until"];
  leading(): boolean;
  connected(): boolean;
  /** Somebody was told in the last seconds that the record is not in time. */
  readonly late: boolean;
  /** Notes that wait because the database does not take them. */
  readonly behind: boolean;
  stop(): Promise<void>;
}

/** A batch that takes longer has lost its connection, whatever TCP believes. */
const stalledAfterMs = 4_000;
/** After a crash of another process its last commit may land when nobody looks any more: looked for with the next batch after this. */
const strayAfterMs = 10_000;
const retryNotesMs = 250;
const lateForMs = 10_000;

export async function createSealer(deps: SealerDeps): Promise<Sealer> {
  const { database, log, tools, values } = deps;
  const batcher = createBatcher<Work>({ max: deps.batchSize, run });
  let scan = false;
  let woken = false;
  let lastScan = 0;
  let lastLate = Number.NEGATIVE_INFINITY;
  let behind = false;
  let retry: NodeJS.Timeout | undefined;
  let unwritten: EventWork[] = [];
  let stopping = false;
  const leadership = await createLeadership({ database, log, gained: wake, woken: wake });
  const wait = createChainWait(database, () => leadership.current() !== null, late, deps.deadlineMs);

  function late(): void {
    lastLate = performance.now();
  }

  function wake(): void {
    scan = true;
    if (woken) return;
    woken = true;
    batcher.add({ type: "wake" });
  }

  async function run(items: readonly Work[]): Promise<Answer> {
    woken = false;
    return runSplitting(items, runOnce, failed);
  }

  async function runOnce(items: readonly Work[]): Promise<Answer> {
    const lead = leadership.current();
    if (lead) return seal(lead, items);
    await storeBatch(database, items, wait, values, tools);
    behind = unwritten.length > 0;
    return () => {};
  }

  async function seal(lead: Lead, items: readonly Work[]): Promise<Answer> {
    const scanning = scan || performance.now() - lastScan > strayAfterMs;
    if (!scanning && items.every((work) => work.type === "wake")) return () => {};
    scan = false;
    const watch = setTimeout(() => leadership.drop(lead), stalledAfterMs);
    try {
      const { chained, numbers, answer } = await sealBatch(lead, items, scanning, values, tools);
      if (scanning) lastScan = performance.now();
      if (numbers.length === pendingPerBatch) wake();
      behind = unwritten.length > 0;
      return () => {
        answer();
        wait.settle(numbers);
        if (chained.length > 0) deps.publish(chained);
        if (items.some((work) => work.type === "submit"))
          void values.learn(chained.flatMap(ownerOf)).catch(() => {});
      };
    } catch (error) {
      scan ||= scanning;
      throw error;
    } finally {
      clearTimeout(watch);
    }
  }

  /** Final for whoever waits: the commit may or may not have happened. What nobody waits for is written again. */
  function failed(items: readonly Work[], error: unknown): void {
    const away = isFailure(error, "database_unavailable");
    log.error("a batch of the record failed", { items: items.length }, error);
    for (const work of items) {
      if (work.type === "submit") {
        work.reject(away ? new Failure("record_unavailable", { cause: error }) : (error as Error));
      } else if (work.type === "event") {
        if (work.waiter) work.waiter.reject(new Failure("record_unavailable", { cause: error }));
        else if (away) unwritten.push(work);
        else log.error("an event cannot be recorded", { event: work.event.event }, error);
      }
    }
    if (unwritten.length === 0) return;
    behind = true;
    if (!stopping) retry ??= setTimeout(again, retryNotesMs);
  }

  function again(): void {
    retry = undefined;
    const works = unwritten;
    unwritten = [];
    for (const work of works) add(work.event, null);
  }

  function add(event: Event, waiter: EventWork["waiter"]): void {
    const ready = sealOrLeaveOut(event).then((sealed) => {
      work.sealed = sealed;
    });
    // Heard where the batch waits for it.
    ready.catch(() => {});
    const work: EventWork = { type: "event", event, sealed: null, ready, waiter };
    batcher.add(work);
  }

  /** That it happened must be recorded, also when the keys are in trouble: then its commitments stay closed for ever. */
  async function sealOrLeaveOut(event: Event): Promise<SealedEvent> {
    try {
      return await values.seal(database, event);
    } catch (error) {
      if (isFailure(error, "database_unavailable")) throw error;
      log.error("personal values cannot be sealed; an event is recorded without them", {}, error);
      return values.seal(database, { ...event, personal: {} });
    }
  }

  const full = () => batcher.waiting + unwritten.length >= deps.capacity;

  return {
    submit<Input, Output>(kind: BatchKind<Input, Output>, input: Input): Promise<Output> {
      if (stopping) return Promise.reject(new Failure("shutting_down"));
      if (full()) return Promise.reject(new Failure("busy"));
      return inTime(deps.deadlineMs, late, (settle) => {
        batcher.add({
          type: "submit",
          kind: kind as BatchKind<unknown, unknown>,
          input,
          settled: settle.settled,
          resolve: settle.resolve as (output: unknown) => void,
          reject: settle.reject,
        });
      });
    },
    note(event) {
      if (full()) return false;
      add(event, null);
      return true;
    },
    noted(event) {
      if (full()) return Promise.reject(new Failure("busy"));
      return inTime<void>(deps.deadlineMs, late, (settle) => {
        add(event, { resolve: () => settle.resolve(), reject: settle.reject });
      });
    },
    wake,
    until: wait.until,
    leading: () => leadership.current() !== null,
    connected: leadership.connected,
    get late() {
      return performance.now() - lastLate < lateForMs;
    },
    get behind() {
      return behind;
    },
    async stop() {
      stopping = true;
      clearTimeout(retry);
      again();
      await batcher.idle();
      await leadership.stop();
    },
  };
}

const ownerOf = ({ event }: Chained) =>
  "owner" in event && event.owner ? [event.owner as Event["owner"]] : [];

interface Settle<Output> {
  resolve(output: Output): void;
  reject(error: Error): void;
  settled(): boolean;
}

/** Answers once, at the latest after the record's deadline. */
function inTime<Output>(
  deadlineMs: number,
  late: () => void,
  begin: (settle: Settle<Output>) => void,
): Promise<Output> {
  return new Promise((resolve, reject) => {
    let done = false;
    const settle: Settle<Output> = {
      settled: () => done,
      resolve: (output) => end(() => resolve(output)),
      reject: (error) => end(() => reject(error)),
    };
    const timer = setTimeout(() => {
      late();
      settle.reject(new Failure("record_unavailable"));
    }, deadlineMs);
    const end = (finish: () => void) => {
      if (done) return;
      done = true;
      clearTimeout(timer);
      finish();
    };
    begin(settle);
  });
}

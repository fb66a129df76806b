import type { AuditHead, AuditQuery, AuditRecord, VerifyReport } from "@entobot/contract/audit";
import type { AuditEventName, AuditOutcome, AuditSeverity } from "@entobot/contract/audit-events";
import type { PersonId } from "@entobot/contract/ids";
import type { Page } from "@entobot/contract/pages";
import type { Call } from "../pure/call.ts";
import type { JsonObject } from "../pure/json.ts";
import type { Transaction } from "../store/queryable.ts";

/** What a domain says about something that happened. Actor, device and address come from the call. */
export interface EventDraft {
  readonly event: AuditEventName;
  readonly outcome?: AuditOutcome;
  readonly severity?: AuditSeverity;
  /** Opaque id of what it happened to. */
  readonly target?: string | null;
  /** Opaque values and closed words only: no content, no secret, nothing that names a person. */
  readonly details?: JsonObject;
  /** What names a person: goes into the record as salted commitments under `details`, sealed beside it. */
  readonly personal?: { readonly [name: string]: string | null };
  /** Under whose key the personal values (and the address) are sealed; default: the acting person. */
  readonly subject?: PersonId | null;
  /** Overrides the call's actor and device where the act itself proves who it is (a pairing, a sign-in). */
  readonly actor?: string;
  readonly device?: string | null;
}

/** An open mutation: its transaction, and the pen for its events. At least one event must be recorded. */
export interface Mutation {
  readonly tx: Transaction;
  record(draft: EventDraft): void;
}

/**
 * `committed`: what takes rights away acts at commit. `chained`: what gives rights, sends data out or answers a person
 * waits until its events are in the chain, 2 s at most, then `record_unavailable`.
 */
export type Acknowledge = "committed" | "chained";

/** A mutation of the hot path: many inputs of one kind share a transaction. `apply` is set-based and answers in order. */
export interface BatchKind<Input, Output> {
  readonly name: string;
  apply(tx: Transaction, inputs: readonly Input[]): Promise<readonly BatchOutcome<Output>[]>;
}

/** A failed input falls out alone; the others of its batch commit. `events` belong to `call`. */
export type BatchOutcome<Output> =
  | {
      readonly ok: true;
      readonly output: Output;
      readonly call: Call;
      readonly events: readonly EventDraft[];
    }
  | { readonly ok: false; readonly error: Error };

export interface Audit {
  /**
   * Transaction → `work` → events in the same transaction → commit → (chained). With `call.idempotency`, the result is stored
   * (sealed) in the same transaction and a repeat returns it without running `work`; other content → `idempotency_mismatch`.
   * A mutation that records nothing throws.
   */
  mutate<T>(call: Call, acknowledge: Acknowledge, work: (mutation: Mutation) => Promise<T>): Promise<T>;
  /** The hot path: resolves when committed and chained, in one commit with others. */
  submit<Input, Output>(kind: BatchKind<Input, Output>, input: Input): Promise<Output>;
  /** Something to record that changes nothing (a refusal, a failed sign-in, a search). Never throws, bounded, folded in a flood. */
  note(call: Call, draft: EventDraft): void;
  /** Like `note`, but resolves when chained: where an answer must wait for its record. */
  noted(call: Call, draft: EventDraft): Promise<void>;

  search(query: AuditQuery): Promise<Page<AuditRecord>>;
  head(): Promise<AuditHead>;
  verify(options: { readonly head?: string; readonly signal?: AbortSignal }): Promise<VerifyReport>;
  verifyFile(path: string, options: { readonly head?: string }): Promise<VerifyReport>;
  /** All records in order, in batches; for export and tail. `follow` waits for new ones until aborted. */
  read(options: {
    after: number;
    /** Records in a batch, where the caller wants few. */
    atOnce?: number;
    follow?: boolean;
    signal?: AbortSignal;
  }): AsyncIterable<readonly AuditRecord[]>;
  /** Called with every batch of newly chained records of this process and others (counts for live views). */
  onChained(listener: (records: readonly AuditRecord[]) => void): () => void;
  health(): {
    readonly degraded: boolean;
    readonly reasons: readonly string[];
    readonly lastVerified: VerifyReport | null;
  };
  stop(): Promise<void>;
}

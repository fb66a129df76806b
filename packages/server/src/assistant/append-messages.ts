import type { BatchKind, BatchOutcome } from "../audit/index.ts";
import { Failure } from "../pure/failure.ts";
import type { JsonObject } from "../pure/json.ts";
import type { Transaction } from "../store/queryable.ts";
import type { Append, Appended } from "./append.ts";
import { closeTurns, insertMessages, openTurns, takeSeqs } from "./append-store.ts";
import { findRepeats, type Repeat } from "./repeats-store.ts";

/**
 * The hot path: any number of messages in one transaction with one statement per table. Numbers are taken by one
 * UPDATE per conversation, so they have no gap after an abort and commit in their order.
 */
export const appendMessages: BatchKind<Append, Appended> = {
  name: "append_messages",
  async apply(tx, inputs) {
    const outcomes = new Array<BatchOutcome<Appended> | undefined>(inputs.length);
    // Side by side: an answer has no client's id, so none is set aside.
    const [fresh, answering] = await Promise.all([
      setAsideRepeats(tx, inputs, outcomes),
      closedBy(tx, inputs),
    ]);
    const able = fresh.filter((i) => {
      const { turn, conversationId } = inputs[i] as Append;
      // A turn is closed by one answer, also when two arrive in one batch.
      if (typeof turn !== "number" || answering.delete(`${conversationId}:${turn}`)) return true;
      outcomes[i] = { ok: false, error: new Failure("conflict", { detail: "the turn is closed already" }) };
      return false;
    });
    const seqs = await takeSeqs(
      tx,
      able.map((i) => inputs[i] as Append),
    );
    const rows: { input: Append; seq: number }[] = [];
    for (const i of able) {
      const input = inputs[i] as Append;
      const key = `${input.conversationId}:${input.personId}`;
      const seq = seqs.get(key);
      if (seq === undefined) {
        outcomes[i] = { ok: false, error: new Failure("not_found") };
        continue;
      }
      seqs.set(key, seq + 1);
      rows.push({ input, seq });
      outcomes[i] = appended(input, seq);
    }
    if (rows.length > 0) insertMessages(tx, rows);
    const opened = rows.filter(({ input }) => input.turn === "open");
    if (opened.length > 0) openTurns(tx, opened);
    linkTwins(inputs, outcomes);
    return outcomes as BatchOutcome<Appended>[];
  },
};

function appended(input: Append, seq: number): BatchOutcome<Appended> {
  const details: JsonObject = { ...input.event.details, message_id: input.messageId, seq };
  return {
    ok: true,
    call: input.call,
    output: { conversationId: input.conversationId, seq, repeated: false, open: input.turn === "open" },
    events: [{ ...input.event, target: input.conversationId, details }],
  };
}

/** Answers what was stored before; leaves twins inside the batch for `linkTwins`. Returns the indexes to insert. */
async function setAsideRepeats(
  tx: Transaction,
  inputs: readonly Append[],
  outcomes: (BatchOutcome<Appended> | undefined)[],
): Promise<number[]> {
  const stored = await findRepeats(tx, inputs);
  const seen = new Set<string>();
  const fresh: number[] = [];
  for (const [i, input] of inputs.entries()) {
    const key = clientKey(input);
    const before = key && stored.get(key);
    if (before) outcomes[i] = repeated(input, before);
    else if (key && seen.has(key)) continue;
    else fresh.push(i);
    if (key) seen.add(key);
  }
  return fresh;
}

/** The same message twice in one batch: the second is a repeat of the first. */
function linkTwins(inputs: readonly Append[], outcomes: (BatchOutcome<Appended> | undefined)[]): void {
  const first = new Map<string, number>();
  for (const [i, input] of inputs.entries()) {
    const key = clientKey(input);
    if (!key) continue;
    const original = first.get(key);
    if (original === undefined) {
      first.set(key, i);
      continue;
    }
    if (outcomes[i]) continue;
    const outcome = outcomes[original];
    const other = inputs[original] as Append;
    outcomes[i] = outcome?.ok
      ? repeated(input, {
          conversationId: other.conversationId,
          seq: outcome.output.seq,
          digest: other.client?.digest ?? Buffer.alloc(0),
          open: outcome.output.open,
        })
      : outcome;
  }
}

function repeated(input: Append, before: Repeat): BatchOutcome<Appended> {
  if (!input.client?.digest.equals(before.digest)) {
    return { ok: false, error: new Failure("idempotency_mismatch") };
  }
  return {
    ok: true,
    call: input.call,
    output: {
      conversationId: before.conversationId,
      seq: before.seq,
      repeated: true,
      open: before.open,
    },
    events: [],
  };
}

async function closedBy(tx: Transaction, inputs: readonly Append[]): Promise<Set<string>> {
  const answers = inputs.filter((input) => typeof input.turn === "number");
  return answers.length === 0 ? new Set() : closeTurns(tx, answers);
}

export const clientKey = ({ client }: Pick<Append, "client">): string | null =>
  client && `${client.scope} ${client.id}`;

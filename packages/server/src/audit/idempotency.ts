import type { KeyId } from "@entobot/contract/ids";
import type { Call } from "../pure/call.ts";
import type { Clock } from "../pure/clock.ts";
import { Failure } from "../pure/failure.ts";
import type { Principal } from "../pure/principal.ts";
import type { Queryable, Transaction } from "../store/queryable.ts";
import { claimKey, deleteAnswersBefore, storeAnswer } from "./idempotency-store.ts";
import type { Owner, Sealing } from "./sealing.ts";

/** How long a repeat finds its answer. */
const keptMs = 24 * 3_600_000;
/** One cleaning per so many new keys. */
const cleanEvery = 256;

export interface Repeated {
  readonly result: unknown;
  /** What a careful caller still waits for: the first try may have ended before its events were chained. */
  readonly events: readonly number[];
}

export interface Idempotency {
  /** The stored answer, or undefined: then the caller does the work and calls `keep` in the same transaction. */
  claim(tx: Transaction, call: Call): Promise<Repeated | undefined>;
  keep(tx: Transaction, call: Call, result: unknown, events: readonly number[]): Promise<void>;
}

/** Keys are unique per session or operator. Strangers have none: whoever guesses a key would read somebody's answer. */
function scopeOf(principal: Principal): string | null {
  if (principal.kind === "person") return principal.sessionId;
  return principal.kind === "operator" ? `cli:${principal.uid}` : null;
}

const ownerOf = (principal: Principal): Owner =>
  principal.kind === "person" ? principal.personId : "server";

const place = (scope: string, key: string) =>
  ({ table: "idempotency", row: `${scope} ${key}`, column: "result" }) as const;

export function createIdempotency(sealing: Sealing, database: Queryable, clock: Clock): Idempotency {
  let kept = 0;
  return {
    async claim(tx, call) {
      const scope = scopeOf(call.principal);
      if (!call.idempotency || scope === null) return undefined;
      const { key, fingerprint } = call.idempotency;
      const stored = await claimKey(tx, scope, key, fingerprint, clock());
      if (!stored) return undefined;
      if (stored.fingerprint !== fingerprint) throw new Failure("idempotency_mismatch");
      const { owner, key_id: keyId, result } = stored;
      if (owner === null || keyId === null || result === null) throw new Failure("conflict");
      const plain = await sealing.open(owner, place(scope, key), { keyId: keyId as KeyId, bytes: result });
      // Erased together with the person whose answer it was.
      if (!plain) throw new Failure("not_found");
      const { value } = JSON.parse(plain.toString("utf8")) as { value?: unknown };
      return { result: value, events: stored.events };
    },
    async keep(tx, call, result, events) {
      const scope = scopeOf(call.principal);
      if (!call.idempotency || scope === null) return;
      const { key } = call.idempotency;
      const owner = ownerOf(call.principal);
      await sealing.prepare(tx, owner);
      const sealed = await sealing.seal(owner, place(scope, key), JSON.stringify({ value: result }));
      await storeAnswer(tx, scope, key, events, owner, sealed);
      if (++kept % cleanEvery === 0) void deleteAnswersBefore(database, clock() - keptMs).catch(() => {});
    },
  };
}

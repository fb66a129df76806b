import type { Call } from "../pure/call.ts";
import { actorOf } from "../pure/principal.ts";
import type { EventDraft } from "./audit.ts";

/** What is counted together. */
interface Fold {
  readonly call: Call;
  readonly draft: EventDraft;
  count: number;
}

export interface FloodOptions {
  /** Writes an event now; false when there is no room. */
  readonly write: (call: Call, draft: EventDraft) => boolean;
  readonly everyMs?: number;
  readonly maxKeys?: number;
}

export interface Flood {
  note(call: Call, draft: EventDraft): void;
  /** Writes what was counted so far. */
  flush(): void;
  stop(): void;
  readonly keys: number;
}

/**
 * Refusals cost a stranger nothing, so they may cost the record little: of the same refusal (event, outcome, actor, target,
 * reason, address) the first is written at once, the others as one count at most two seconds later. Memory is bounded by
 * the number of keys; beyond, refusals are counted per event without their address. Nothing is dropped: what finds no
 * room stays counted until there is.
 */
export function createFlood({ write, everyMs = 2_000, maxKeys = 100_000 }: FloodOptions): Flood {
  const folds = new Map<string, Fold>();
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    for (const [key, fold] of folds) {
      if (fold.count === 0 || write(fold.call, counted(fold))) folds.delete(key);
    }
    if (folds.size > 0) arm();
  }

  function arm(): void {
    timer ??= setTimeout(flush, everyMs);
  }

  return {
    note(call, draft) {
      const outcome = draft.outcome ?? "success";
      if (outcome === "success" && write(call, draft)) return;
      const key = keyOf(call, draft);
      const fold = folds.get(key);
      if (fold) {
        fold.count++;
        return;
      }
      if (folds.size >= maxKeys) return overflow(call, draft);
      const room = outcome !== "success" && write(call, draft);
      folds.set(key, { call: lean(call), draft: leanDraft(draft), count: room ? 0 : 1 });
      arm();
    },
    flush,
    stop() {
      clearTimeout(timer);
      flush();
      clearTimeout(timer);
    },
    get keys() {
      return folds.size;
    },
  };

  function overflow(call: Call, draft: EventDraft): void {
    const outcome = draft.outcome ?? "success";
    const key = `\n${draft.event} ${outcome}`;
    const fold = folds.get(key);
    if (fold) {
      fold.count++;
      return;
    }
    const stranger: Call = { ...lean(call), principal: { kind: "stranger" }, address: null };
    const anybody: EventDraft = { event: draft.event, outcome, details: { addresses: "many" }, device: null };
    folds.set(key, { call: stranger, draft: anybody, count: 1 });
    arm();
  }
}

const reasonOf = (draft: EventDraft): string => {
  const reason = draft.details?.["reason"];
  return typeof reason === "string" ? reason.slice(0, 64) : "";
};

function keyOf(call: Call, draft: EventDraft): string {
  const actor = draft.actor ?? actorOf(call.principal);
  const parts = [
    draft.event,
    draft.outcome ?? "",
    actor,
    draft.target ?? "",
    reasonOf(draft),
    call.address ?? "",
  ];
  return parts.join("\n");
}

/** No more of a call than its event needs: a hundred thousand of them are kept. */
function lean(call: Call): Call {
  const { principal, address, channel, requestId } = call;
  return { principal, address, userAgent: null, channel, requestId };
}

function leanDraft(draft: EventDraft): EventDraft {
  const reason = reasonOf(draft);
  const { event, outcome, severity, target, subject, actor, device } = draft;
  return {
    event,
    ...(outcome && { outcome }),
    ...(severity && { severity }),
    ...(target && { target }),
    ...(subject !== undefined && { subject }),
    ...(actor !== undefined && { actor }),
    ...(device !== undefined && { device }),
    details: reason ? { reason } : {},
  };
}

const counted = ({ draft, count }: Fold): EventDraft => ({ ...draft, details: { ...draft.details, count } });

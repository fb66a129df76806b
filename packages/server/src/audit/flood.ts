import type { Call } from "../pure/call.ts";
import { actorOf } from "../pure/principal.ts";
import type { EventDraft } from "./audit.ts";

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

/** What is counted together, but for the address. Kept once, however many addresses do the same. */
interface Refusal {
  readonly call: Call;
  readonly draft: EventDraft;
  /** Address ("" is none) → how many are not written yet. */
  readonly counts: Map<string, number>;
}

/**
 * Refusals cost a stranger nothing, so they may cost the record little: of the same refusal (event, outcome, actor, target,
 * closed words, address) the first is written at once, the others as one count at most two seconds later. Memory is bounded by
 * the number of keys; beyond, refusals are counted per event without their address. Nothing is dropped: what finds no
 * room stays counted until there is.
 */
export function createFlood({ write, everyMs = 2_000, maxKeys = 100_000 }: FloodOptions): Flood {
  const refusals = new Map<string, Refusal>();
  let keys = 0;
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    for (const [key, { call, draft, counts }] of refusals) {
      for (const [address, count] of counts) {
        const written = count === 0 || write({ ...call, address: address || null }, counted(draft, count));
        if (written && counts.delete(address)) keys--;
      }
      if (counts.size === 0) refusals.delete(key);
    }
    if (keys > 0) arm();
  }

  function arm(): void {
    timer ??= setTimeout(flush, everyMs);
  }

  /** One more of a refusal. `begin` tells with how many unwritten ones a new key begins. */
  function add(call: Call, draft: EventDraft, begin: () => number): void {
    const key = keyOf(call, draft);
    const address = call.address ?? "";
    const known = refusals.get(key);
    const count = known?.counts.get(address);
    if (known && count !== undefined) {
      known.counts.set(address, count + 1);
      return;
    }
    if (keys >= maxKeys && !isCrowd(draft)) {
      add(nobody(call), crowd(draft), () => 1);
      return;
    }
    const first = begin();
    const refusal = known ?? { call: lean(call), draft: leanDraft(draft), counts: new Map<string, number>() };
    refusal.counts.set(address, first);
    refusals.set(key, refusal);
    keys++;
    arm();
  }

  return {
    note(call, draft) {
      const success = (draft.outcome ?? "success") === "success";
      if (success && write(call, draft)) return;
      add(call, draft, () => (!success && write(call, draft) ? 0 : 1));
    },
    flush,
    stop() {
      flush();
      clearTimeout(timer);
    },
    get keys() {
      return keys;
    },
  };
}

/** Details that are closed words: they tell refusals apart, and a count keeps them. */
const keptDetails = ["reason", "code", "check"] as const;

function keptOf({ details }: EventDraft): Readonly<Record<string, string>> {
  const kept: Record<string, string> = {};
  for (const name of keptDetails) {
    const word = details?.[name];
    if (typeof word === "string" && word !== "") kept[name] = word.slice(0, 64);
  }
  return kept;
}

function keyOf(call: Call, draft: EventDraft): string {
  const actor = draft.actor ?? actorOf(call.principal);
  const kept = keptOf(draft);
  const words = keptDetails.map((name) => kept[name] ?? "");
  return [draft.event, draft.outcome ?? "", actor, draft.target ?? "", ...words, isCrowd(draft)].join("\n");
}

/** No more of a call than its event needs. */
function lean({ principal, channel, requestId }: Call): Call {
  return { principal, address: null, userAgent: null, channel, requestId };
}

function leanDraft(draft: EventDraft): EventDraft {
  const { event, outcome, severity, target, subject, actor, device } = draft;
  return {
    event,
    ...(outcome && { outcome }),
    ...(severity && { severity }),
    ...(target && { target }),
    ...(subject !== undefined && { subject }),
    ...(actor !== undefined && { actor }),
    ...(device !== undefined && { device }),
    details: isCrowd(draft) ? crowded : keptOf(draft),
  };
}

/** Beyond the bound: an event without who and from where. */
const crowded = { addresses: "many" };
const isCrowd = (draft: EventDraft) => draft.details === crowded;
const crowd = ({ event, outcome = "success" }: EventDraft): EventDraft => {
  return { event, outcome, details: crowded, device: null };
};
const nobody = (call: Call): Call => ({ ...call, principal: { kind: "stranger" }, address: null });

const counted = (draft: EventDraft, count: number): EventDraft => ({
  ...draft,
  details: { ...draft.details, count },
});

import type { Personal } from "@entobot/contract/audit";
import type { AuditEventName, AuditOutcome, AuditSeverity } from "@entobot/contract/audit-events";
import { canonicalJson } from "../crypto/canonical-json.ts";
import type { Random } from "../crypto/new-id.ts";
import type { Call } from "../pure/call.ts";
import type { Clock } from "../pure/clock.ts";
import type { JsonObject } from "../pure/json.ts";
import { actorOf } from "../pure/principal.ts";
import type { EventDraft } from "./audit.ts";
import { cleanDetails } from "./clean-json.ts";
import { hide } from "./personal.ts";
import type { Owner } from "./sealing.ts";

/** What happened, ready to be chained: everything of a record's body but `seq` and `prev`. */
export interface RecordedEvent {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly event: AuditEventName;
  readonly outcome: AuditOutcome;
  readonly severity: AuditSeverity;
  readonly actor: string;
  readonly device: string | null;
  /** A commitment. */
  readonly ip: string | null;
  readonly target: string | null;
  /** Canonical JSON, so that the bytes that are stored are the bytes that are hashed. */
  readonly details: string;
}

/** An event and what opens its commitments. */
export interface Event extends RecordedEvent {
  readonly personal: Personal;
  readonly owner: Owner;
}

export interface EventTools {
  readonly clock: Clock;
  readonly random: Random;
}

const detailBytes = 8 * 1024;
const severities: Readonly<Record<AuditOutcome, AuditSeverity>> = {
  success: "info",
  failure: "warning",
  denied: "warning",
};

/** Throws on a mistake of the calling code only: oversized details, a target that is not an opaque id. */
export function makeEvent(call: Call, draft: EventDraft, tools: EventTools): Event {
  const { principal } = call;
  const person = principal.kind === "person" ? principal : null;
  const outcome = draft.outcome ?? "success";
  const details = cleanDetails(draft.details ?? {});
  const hidden = hide(call.address, draft.personal ?? {}, details, tools.random);
  return {
    at: tools.clock(),
    event: draft.event,
    outcome,
    severity: draft.severity ?? severities[outcome],
    actor: opaque("actor", draft.actor ?? actorOf(principal)),
    device: optional("device", draft.device === undefined ? (person?.deviceId ?? null) : draft.device),
    ip: hidden.ip,
    target: optional("target", draft.target ?? null),
    details: bounded(hidden.details),
    personal: hidden.personal,
    owner: draft.subject === undefined ? (person?.personId ?? "server") : (draft.subject ?? "server"),
  };
}

function bounded(details: JsonObject): string {
  const text = canonicalJson(details);
  if (Buffer.byteLength(text) > detailBytes) throw new TypeError("details of an event are over 8 KB");
  return text;
}

const optional = (name: string, value: string | null) => (value === null ? null : opaque(name, value));

function opaque(name: string, value: string): string {
  if (!/^[\x21-\x7e]{1,128}$/.test(value)) throw new TypeError(`${name} of an event is not an opaque id`);
  return value;
}

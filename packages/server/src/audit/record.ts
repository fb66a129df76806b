import type { AuditRecord, Personal } from "@entobot/contract/audit";
import { timestamp } from "../pure/clock.ts";
import type { JsonObject } from "../pure/json.ts";
import type { Link } from "./chain.ts";
import type { RecordedEvent } from "./event.ts";

/** A record as it is shown and written to a file. */
export function toRecord(event: RecordedEvent, link: Link, personal: Personal | null): AuditRecord {
  return {
    v: 1,
    ts: timestamp(event.at),
    seq: link.seq,
    event: event.event,
    outcome: event.outcome,
    severity: event.severity,
    actor: event.actor,
    device: event.device,
    ip: event.ip,
    target: event.target,
    details: JSON.parse(event.details) as JsonObject,
    prev: link.prev,
    ...(personal && Object.keys(personal).length > 0 ? { personal } : {}),
    hash: link.hash,
  };
}

import { type AuditEventName, auditEvents } from "@entobot/contract/audit-events";

export interface RecordFilters {
  readonly event?: AuditEventName;
  readonly outcome?: "success" | "failure" | "denied";
  /** A person's or a device's whole story, by id. */
  readonly about?: string;
}

const outcomes = ["success", "failure", "denied"] as const;

/** Filters live in the address, so that a view can be sent to a colleague. Unknown values are no filter. */
export function filtersOf(search: string): RecordFilters {
  const given = new URLSearchParams(search);
  const event = auditEvents.find((name) => name === given.get("event"));
  const outcome = outcomes.find((name) => name === given.get("outcome"));
  const about = given.get("about")?.slice(0, 64);
  return { ...(event && { event }), ...(outcome && { outcome }), ...(about && { about }) };
}

export function addressOf(filters: RecordFilters): string {
  const given = Object.entries(filters).filter(([, value]) => value);
  return given.length === 0 ? "/console/record" : `/console/record?${new URLSearchParams(given)}`;
}

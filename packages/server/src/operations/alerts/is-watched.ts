import type { AuditRecord } from "@entobot/contract/audit";
import type { AuditEventName } from "@entobot/contract/audit-events";

/** An alert about alerts would never end. */
const never: ReadonlySet<AuditEventName> = new Set(["alert_delivered", "alert_failed"]);

/** News only when they went wrong. */
const onlyFailures: ReadonlySet<AuditEventName> = new Set(["record_verified"]);

export function isWatched(
  { event, outcome }: Pick<AuditRecord, "event" | "outcome">,
  events: readonly AuditEventName[],
): boolean {
  return events.includes(event) && !never.has(event) && !(onlyFailures.has(event) && outcome === "success");
}

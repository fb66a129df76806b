import type { AuditEventName } from "@entobot/contract/audit-events";

/**
 * What alerts when `monitoring.alert_on` is not set: rare things that somebody should know of today. Single wrong passwords and
 * limits are not among them (people mistype); a lockout is what many of them lead to.
 */
export const defaultAlertEvents: readonly AuditEventName[] = [
  "lockout_started",
  "token_reused",
  "claim_created",
  "owner_claimed",
  "person_added",
  "person_changed",
  "config_changed",
  "certificate_refused",
  "certificate_expiring",
  "record_verified",
  "data_exported",
  "data_erased",
  "incident_opened",
];

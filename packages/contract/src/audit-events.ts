import { z } from "zod";

/** Names that operators grep for and alerts name. Pinned: add freely, rename never. */
export const auditEvents = [
  "server_started",
  "server_stopped",
  "auth_succeeded",
  "auth_failed",
  "access_denied",
  "rate_limit_exceeded",
  "request_refused",
  "lockout_started",
  "lockout_released",
  "certificate_loaded",
  "certificate_refused",
  "certificate_expiring",
  "alert_delivered",
  "alert_failed",
  "provider_tested",
  "claim_created",
  "owner_claimed",
  "person_added",
  "person_invited",
  "person_changed",
  "password_set",
  "session_revoked",
  "token_refreshed",
  "token_reused",
  "pairing_created",
  "pairing_approved",
  "device_paired",
  "device_removed",
  "device_changed",
  "conversation_created",
  "conversation_changed",
  "conversation_deleted",
  "message_received",
  "message_sent",
  "turn_cancelled",
  "turn_failed",
  "turn_interrupted",
  "tool_called",
  "tool_denied",
  "approval_decided",
  "config_changed",
  "record_verified",
  "record_searched",
  "command_run",
  "system_user_created",
  "data_exported",
  "data_erased",
  "backup_created",
  "incident_opened",
] as const;

export const AuditEventName = z.enum(auditEvents);
export type AuditEventName = z.infer<typeof AuditEventName>;

export const AuditOutcome = z.enum(["success", "failure", "denied"]);
export type AuditOutcome = z.infer<typeof AuditOutcome>;

export const AuditSeverity = z.enum(["debug", "info", "warning", "error", "critical"]);
export type AuditSeverity = z.infer<typeof AuditSeverity>;

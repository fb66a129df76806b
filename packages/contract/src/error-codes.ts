import { z } from "zod";

/**
 * The closed set of error codes, the same on every wire. Each wire has one table, typed to be
 * exhaustive, that says what a code is there: HTTP status, WebSocket close code, CLI exit code.
 */
export const errorCodes = [
  "invalid_request",
  "invalid_json",
  "invalid_path",
  "unknown_type",
  "not_authenticated",
  "invalid_credentials",
  "session_ended",
  "access_denied",
  "csrf_failed",
  "origin_refused",
  "misdirected_host",
  "forwarded_untrusted",
  "address_refused",
  "not_found",
  "method_not_allowed",
  "conflict",
  "already_claimed",
  "email_taken",
  "link_invalid",
  "pairing_invalid",
  "refresh_invalid",
  "idempotency_mismatch",
  "too_large",
  "unsupported_media_type",
  "weak_password",
  "rate_limited",
  "busy",
  "too_slow",
  "authentication_timeout",
  "model_unknown",
  "provider_unavailable",
  "provider_refused",
  "cancelled",
  "interrupted",
  "record_unavailable",
  "database_unavailable",
  "shutting_down",
  "listener_unavailable",
  "not_supported",
  "configuration",
  "internal",
] as const;

export const ErrorCode = z.enum(errorCodes);
export type ErrorCode = z.infer<typeof ErrorCode>;

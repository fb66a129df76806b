import { closeCodes } from "@entobot/contract/close-codes";
import type { ErrorCode } from "@entobot/contract/error-codes";

/** RFC 6455 §7.4.1. */
const messageTooBig = 1009;

/**
 * What each code is on a socket: the code that it is closed with, or null where it stays open and only the frame
 * failed. Exhaustive by type.
 */
export const errorClose: Readonly<Record<ErrorCode, number | null>> = {
  invalid_request: null,
  invalid_json: null,
  invalid_path: null,
  unknown_type: null,
  not_authenticated: null,
  invalid_credentials: closeCodes.authenticationFailed,
  session_ended: closeCodes.sessionEnded,
  access_denied: null,
  csrf_failed: null,
  origin_refused: null,
  misdirected_host: null,
  forwarded_untrusted: null,
  address_refused: closeCodes.addressRefused,
  not_found: null,
  method_not_allowed: null,
  conflict: null,
  already_claimed: null,
  email_taken: null,
  link_invalid: null,
  pairing_invalid: closeCodes.authenticationFailed,
  refresh_invalid: closeCodes.authenticationFailed,
  idempotency_mismatch: null,
  too_large: messageTooBig,
  unsupported_media_type: null,
  weak_password: null,
  rate_limited: null,
  busy: null,
  too_slow: closeCodes.tooSlow,
  authentication_timeout: closeCodes.authenticationTimeout,
  model_unknown: null,
  provider_unavailable: null,
  provider_refused: null,
  cancelled: null,
  interrupted: null,
  record_unavailable: null,
  database_unavailable: closeCodes.unavailable,
  shutting_down: closeCodes.unavailable,
  listener_unavailable: null,
  not_supported: null,
  configuration: null,
  internal: null,
};

/** A refused credential: the original's app waits for `auth_error` (and ignores `error`) before it gives up. */
const credentialRefusals: ReadonlySet<ErrorCode> = new Set([
  "invalid_credentials",
  "session_ended",
  "pairing_invalid",
  "refresh_invalid",
]);

export const isCredentialRefusal = (code: ErrorCode): boolean => credentialRefusals.has(code);

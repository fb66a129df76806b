import type { ErrorCode } from "@entobot/contract/error-codes";

/** Public texts of the codes; a failure may say something more fitting, never something private. */
const publicTexts: Readonly<Record<ErrorCode, string>> = {
  invalid_request: "The request is not valid.",
  invalid_json: "Invalid JSON",
  invalid_path: "The path is not valid.",
  unknown_type: "Unknown message type",
  not_authenticated: "Not authenticated",
  invalid_credentials: "Invalid credentials",
  session_ended: "Invalid session: it was ended. Sign in or pair again.",
  access_denied: "You may not do this. Ask an administrator for the permission.",
  csrf_failed: "The page is out of date. Reload it and try again.",
  origin_refused: "Requests from this origin are not accepted.",
  misdirected_host: "This server does not answer under that host name. Set network.public_url.",
  forwarded_untrusted:
    "Forwarded headers arrived from a proxy that is not trusted. Set network.trusted_proxies.",
  address_refused: "This address may not use this server. Its administrator decides which may.",
  not_found: "There is nothing here.",
  method_not_allowed: "This method is not possible here.",
  conflict: "Somebody else changed this in the meantime. Load it again.",
  already_claimed: "This server already has an owner.",
  email_taken: "A person with this e-mail address exists already.",
  link_invalid: "This link is not valid any more. Ask for a new one.",
  pairing_invalid: "Invalid pairing credentials",
  refresh_invalid: "Invalid or expired token",
  idempotency_mismatch: "This id was already used with other content.",
  too_large: "This is too large.",
  unsupported_media_type: "Send application/json.",
  weak_password: "This password is too weak.",
  rate_limited: "Too many requests. Try again later.",
  busy: "The server is busy. Try again in a moment.",
  too_slow: "The connection did not keep up. Reconnect and resume.",
  authentication_timeout: "No authentication in time.",
  model_unknown: "No provider is configured for this model.",
  provider_unavailable: "The model's provider is not available right now. Try again in a moment.",
  provider_refused:
    "The model's provider refused the request. An administrator can check the provider's settings.",
  cancelled: "Cancelled",
  interrupted: "The answer was interrupted by a restart. Send the message again.",
  record_unavailable:
    "The record could not be written in time. It may have been applied; repeat with the same id.",
  database_unavailable: "The database is not available right now. Try again in a moment.",
  shutting_down: "The server is restarting. Try again in a moment.",
  listener_unavailable: "A port that this server needs cannot be opened.",
  not_supported: "This is not supported yet.",
  configuration: "The configuration is not valid.",
  internal: "Something went wrong. Quote the request id to an administrator.",
};

export interface FailureOptions {
  /** Shown to the caller instead of the code's own text. Never put a secret, a path or an exception text here. */
  readonly text?: string;
  /** For the diagnostic log only. */
  readonly detail?: string;
  /** Whole seconds, at least 1. */
  readonly retryAfter?: number;
  readonly issues?: readonly { path: string; message: string }[];
  readonly cause?: unknown;
}

/** Where it was thrown is of use for faults of ours only; for a refusal it would cost as much as all of its checks. */
const tracedCodes: ReadonlySet<ErrorCode> = new Set([
  "internal",
  "configuration",
  "database_unavailable",
  "record_unavailable",
  "listener_unavailable",
]);

/** The one error that domains throw. `code` is public and closed; `detail` and `cause` stay inside. */
export class Failure extends Error {
  override readonly name = "Failure";
  readonly code: ErrorCode;
  readonly text: string;
  readonly detail: string | undefined;
  readonly retryAfter: number | undefined;
  readonly issues: readonly { path: string; message: string }[] | undefined;

  constructor(code: ErrorCode, options: FailureOptions = {}) {
    const { stackTraceLimit } = Error;
    if (!tracedCodes.has(code)) Error.stackTraceLimit = 0;
    super(`${code}${options.detail ? `: ${options.detail}` : ""}`, { cause: options.cause });
    Error.stackTraceLimit = stackTraceLimit;
    this.code = code;
    this.text = options.text ?? publicTexts[code];
    this.detail = options.detail;
    this.retryAfter = options.retryAfter;
    this.issues = options.issues;
  }
}

export function isFailure(error: unknown, code?: ErrorCode): error is Failure {
  return error instanceof Failure && (code === undefined || error.code === code);
}

const ourFaults: ReadonlySet<ErrorCode> = new Set([
  "internal",
  "database_unavailable",
  "record_unavailable",
  "shutting_down",
]);

/** Nothing that the caller sent is to blame, so nobody counts it against them. */
export const isOurFault = (error: unknown): boolean => ourFaults.has(asFailure(error).code);

/** Anything thrown → a Failure. What is unknown becomes `internal`, with its own words kept inside. */
export function asFailure(error: unknown): Failure {
  return error instanceof Failure ? error : new Failure("internal", { cause: error });
}

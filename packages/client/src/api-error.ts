import type { ErrorCode } from "@entobot/contract/error-codes";

/** `unreachable`: no answer from a server at all. Everything else is the server's own word. */
export type ApiErrorCode = ErrorCode | "unreachable";

export interface ApiErrorOptions {
  readonly status?: number;
  readonly requestId?: string;
  /** Whole seconds. */
  readonly retryAfter?: number;
  readonly issues?: readonly { path: string; message: string }[];
  readonly cause?: unknown;
}

/** The one error this SDK throws about the server. `message` is fit to show to a person. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly code: ApiErrorCode;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  readonly retryAfter: number | undefined;
  readonly issues: readonly { path: string; message: string }[];

  constructor(code: ApiErrorCode, message: string, options: ApiErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.status = options.status;
    this.requestId = options.requestId;
    this.retryAfter = options.retryAfter;
    this.issues = options.issues ?? [];
  }
}

const passing: ReadonlySet<ApiErrorCode> = new Set([
  "unreachable",
  "rate_limited",
  "busy",
  "record_unavailable",
  "database_unavailable",
  "shutting_down",
]);

/** Worth repeating later with the same id. */
export const isPassing = (error: ApiError): boolean => passing.has(error.code);

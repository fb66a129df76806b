import type { ErrorCode } from "@entobot/contract/error-codes";
import type { Problem } from "@entobot/contract/problem";
import { ApiError, type ApiErrorOptions } from "../api-error.ts";
import { randomId } from "../base64url.ts";

export interface RequestOptions {
  /** Origin of the server, without `/api`; "" in a page that the server itself serves. */
  readonly baseUrl: string;
  /** Access token of a device. Absent: the browser's cookie session. */
  readonly bearer?: () => Promise<string | undefined>;
  readonly fetch?: typeof fetch;
  readonly timeoutMs?: number;
  /** Milliseconds since the Unix epoch. */
  readonly now?: () => number;
}

export interface Requests {
  /** Paths begin after `/api`. */
  json<T>(method: string, path: string, body?: unknown): Promise<T>;
  stream(path: string): Promise<ReadableStream<Uint8Array>>;
  useCsrf(token: string | null): void;
}

const defaultTimeoutMs = 30_000;
/** A limit's window may be long, and somebody may widen it meanwhile. */
const longestHeldSeconds = 60;

export function createRequest(options: RequestOptions): Requests {
  const send = options.fetch ?? ((input, init) => globalThis.fetch(input, init));
  const now = options.now ?? (() => Date.now());
  let csrf: string | null = null;
  let held: { readonly until: number; readonly error: ApiError } | undefined;

  /** A page that asks again and again would do so in vain: the answer is known until then. What a person does is tried. */
  function assertNotHeld(): void {
    const left = held === undefined ? 0 : held.until - now();
    if (held === undefined || left <= 0) return;
    const { code, message, status } = held.error;
    throw new ApiError(code, message, {
      ...(status === undefined ? {} : { status }),
      retryAfter: Math.ceil(left / 1000),
    });
  }

  function refused(error: ApiError): ApiError {
    if (error.code === "rate_limited" && error.retryAfter !== undefined) {
      held = { until: now() + Math.min(error.retryAfter, longestHeldSeconds) * 1000, error };
    }
    return error;
  }

  async function request(
    method: string,
    path: string,
    body: unknown,
    signal?: AbortSignal,
  ): Promise<Response> {
    const changes = method !== "GET";
    if (!changes) assertNotHeld();
    const headers: Record<string, string> = { accept: "application/json, application/x-ndjson" };
    // A repeat of this very request after a lost answer finds the first one's result.
    if (changes) headers["idempotency-key"] = randomId();
    if (body !== undefined) headers["content-type"] = "application/json";
    const token = await options.bearer?.();
    if (token !== undefined) headers["authorization"] = `Bearer ${token}`;
    else if (changes && csrf !== null && options.bearer === undefined) headers["x-csrf-token"] = csrf;
    let response: Response;
    try {
      response = await send(`${options.baseUrl}/api${path}`, {
        method,
        headers,
        credentials: options.bearer === undefined ? "same-origin" : "omit",
        redirect: "error",
        cache: "no-store",
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(signal === undefined ? {} : { signal }),
      });
    } catch (cause) {
      throw new ApiError("unreachable", "The server cannot be reached.", { cause });
    }
    if (!response.ok) throw refused(await problemOf(response));
    held = undefined;
    return response;
  }

  return {
    async json<T>(method: string, path: string, body?: unknown) {
      const response = await request(
        method,
        path,
        body,
        AbortSignal.timeout(options.timeoutMs ?? defaultTimeoutMs),
      );
      if (response.status === 204) return undefined as T;
      try {
        const text = await response.text();
        return (text === "" ? undefined : JSON.parse(text)) as T;
      } catch (cause) {
        throw new ApiError("unreachable", "The server's answer could not be read.", { cause });
      }
    },
    async stream(path) {
      const { body } = await request("GET", path, undefined);
      if (body === null) throw new ApiError("unreachable", "The server's answer is empty.");
      return body;
    },
    useCsrf(token) {
      csrf = token;
    },
  };
}

/** RFC 9457; an answer that is none came from something between us and the server. */
async function problemOf(response: Response): Promise<ApiError> {
  let problem: Partial<Problem> = {};
  try {
    const value: unknown = await response.json();
    if (typeof value === "object" && value !== null) problem = value;
  } catch {
    // Not JSON: judged by its status alone.
  }
  const { detail, title, request_id, retry_after, issues } = problem;
  const more: { -readonly [K in keyof ApiErrorOptions]: ApiErrorOptions[K] } = { status: response.status };
  if (typeof request_id === "string") more.requestId = request_id;
  const later =
    typeof retry_after === "number" ? retry_after : secondsOf(response.headers.get("retry-after"));
  if (later !== undefined) more.retryAfter = later;
  if (Array.isArray(issues)) more.issues = issues;
  if (typeof problem.code === "string") {
    return new ApiError(problem.code, detail ?? title ?? "The request was refused.", more);
  }
  return new ApiError(
    codeOfStatus(response.status),
    `The server answered with status ${response.status}.`,
    more,
  );
}

/** RFC 9110 §10.2.3: seconds, or a date; anything else says nothing. */
function secondsOf(retryAfter: string | null): number | undefined {
  if (retryAfter === null) return undefined;
  if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter);
  const at = Date.parse(retryAfter);
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - Date.now()) / 1000));
}

function codeOfStatus(status: number): ErrorCode | "unreachable" {
  if (status === 401) return "not_authenticated";
  if (status === 403) return "access_denied";
  if (status === 404) return "not_found";
  if (status === 413) return "too_large";
  if (status === 429) return "rate_limited";
  return status >= 500 ? "unreachable" : "invalid_request";
}

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
}

export interface Requests {
  /** Paths begin after `/api`. */
  json<T>(method: string, path: string, body?: unknown): Promise<T>;
  stream(path: string): Promise<ReadableStream<Uint8Array>>;
  useCsrf(token: string | null): void;
}

const defaultTimeoutMs = 30_000;

export function createRequest(options: RequestOptions): Requests {
  const send = options.fetch ?? ((input, init) => globalThis.fetch(input, init));
  let csrf: string | null = null;

  async function request(
    method: string,
    path: string,
    body: unknown,
    signal?: AbortSignal,
  ): Promise<Response> {
    const headers: Record<string, string> = { accept: "application/json, application/x-ndjson" };
    const changes = method !== "GET";
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
    if (!response.ok) throw await problemOf(response);
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
  if (typeof retry_after === "number") more.retryAfter = retry_after;
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

function codeOfStatus(status: number): ErrorCode | "unreachable" {
  if (status === 401) return "not_authenticated";
  if (status === 403) return "access_denied";
  if (status === 404) return "not_found";
  if (status === 413) return "too_large";
  if (status === 429) return "rate_limited";
  return status >= 500 ? "unreachable" : "invalid_request";
}

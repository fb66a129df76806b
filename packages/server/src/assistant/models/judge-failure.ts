import { ModelFailure, type ModelFailureReason } from "./model-failure.ts";

/** What the SDK, undici or the guarded fetch threw, as one of our closed reasons. Reads codes and numbers, never words. */
export function judgeFailure(error: unknown): ModelFailure {
  if (error instanceof ModelFailure) return error;
  for (const one of causes(error)) {
    const status = numberOf(one["statusCode"]) ?? numberOf(one["status"]);
    if (status !== undefined && status >= 400) {
      return new ModelFailure(byStatus(status), {
        retryAfterMs: retryAfter(one["responseHeaders"]),
        cause: error,
      });
    }
    const reason = byName(one);
    if (reason) return new ModelFailure(reason, { cause: error });
  }
  return new ModelFailure("malformed", { cause: error });
}

function byStatus(status: number): ModelFailureReason {
  if (status === 429) return "rate_limited";
  if (status === 401 || status === 402 || status === 403) return "credential";
  if (status === 404) return "unknown_model";
  if (status === 408 || status >= 500) return "overloaded";
  return "bad_request";
}

/** Error names, codes of sockets and of undici, and the types that providers give errors inside a stream. */
function byName(one: Record<string, unknown>): ModelFailureReason | undefined {
  const name = String(one["name"] ?? "");
  if (name === "OutboundRefused") return one["reason"] === "too_large" ? "too_large" : "not_allowed";
  const code = String(one["code"] ?? "");
  if (/^UND_ERR_(HEADERS|BODY)_TIMEOUT$/.test(code)) return "silent";
  if (
    /^(E(CONN|NOTFOUND|HOSTUNREACH|NETUNREACH|AI_AGAIN|TIMEDOUT|PIPE)|UND_ERR_(SOCKET|CONNECT_TIMEOUT))/.test(
      code,
    )
  ) {
    return "unreachable";
  }
  if (/^(ERR_TLS|CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/.test(code)) return "not_allowed";
  const type = String(one["type"] ?? "");
  if (/overloaded|unavailable|server_error/i.test(type)) return "overloaded";
  if (/rate_limit/i.test(type)) return "rate_limited";
  return undefined;
}

function causes(error: unknown): Record<string, unknown>[] {
  const found: Record<string, unknown>[] = [];
  for (let one = error; typeof one === "object" && one !== null && found.length < 6; ) {
    found.push(one as Record<string, unknown>);
    one = (one as { cause?: unknown }).cause;
  }
  return found;
}

/** Seconds (RFC 9110 §10.2.3; a date is not worth the trust) or the milliseconds that some providers give. */
function retryAfter(headers: unknown): number | null {
  if (typeof headers !== "object" || headers === null) return null;
  const given = headers as Record<string, unknown>;
  const ms = decimal(given["retry-after-ms"]);
  const seconds = decimal(given["retry-after"]);
  return ms ?? (seconds === null ? null : seconds * 1000);
}

const decimal = (value: unknown): number | null =>
  typeof value === "string" && /^\d{1,9}(\.\d+)?$/.test(value) ? Number(value) : null;

const numberOf = (value: unknown): number | undefined => (typeof value === "number" ? value : undefined);

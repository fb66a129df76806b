import { isRefusal } from "../access/index.ts";
import { asFailure } from "../pure/failure.ts";
import type { Answer } from "./answer.ts";
import type { DoorDeps, Refused } from "./door.ts";
import { callOf, type Exchange } from "./exchange.ts";
import { problemOf } from "./problem.ts";

/** Anything thrown → code table → problem+json. What nobody foresaw gets fixed words and an id, the rest is logged. */
export function refuse(exchange: Exchange, { error, check }: Refused, deps: DoorDeps): Answer {
  const failure = asFailure(error);
  recordRefusal(exchange, { error: failure, check }, deps);
  const problem = problemOf(failure, exchange.requestId);
  const legacy = exchange.route?.legacyFailure ? { success: false, message: failure.text } : {};
  return {
    status: problem.status,
    headers: {
      ...exchange.headers,
      "content-type": "application/problem+json",
      ...(problem.status === 401 ? { "www-authenticate": 'Bearer realm="entobot"' } : {}),
      ...(failure.retryAfter === undefined ? {} : { "retry-after": String(failure.retryAfter) }),
      ...(leavesBodyUnread(exchange) ? { connection: "close" } : {}),
    },
    body: JSON.stringify({ ...problem, ...legacy }),
  };
}

/** Counted, and into the record where the check itself has not seen to that; what is our own fault goes into the log. */
export function recordRefusal(
  exchange: Exchange,
  { error, check }: Refused,
  { audit, log, refusals }: DoorDeps,
): void {
  const failure = asFailure(error);
  if (isRefusal(failure, check.name)) {
    refusals.note({ door: exchange.channel, reason: failure.code, address: exchange.address });
  }
  if (failure.code === "internal") {
    const fields = { request: exchange.requestId, route: exchange.route?.name, detail: failure.detail };
    log.error("a request failed", fields, failure.cause ?? failure);
  } else if (check.recordedBy === "door") {
    audit.note(callOf(exchange), {
      event: "request_refused",
      outcome: "denied",
      severity: "warning",
      target: exchange.route?.name ?? null,
      details: { code: failure.code, check: check.name, channel: exchange.channel },
    });
  }
}

/** A refused body of unknown or large size is not read to its end only to keep a connection. */
function leavesBodyUnread({ request }: Exchange): boolean {
  if (request.complete) return false;
  const length = request.headers["content-length"];
  return request.headers["transfer-encoding"] !== undefined || Number(length ?? 0) > 64 * 1024;
}

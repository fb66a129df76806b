import type { RequestId } from "@entobot/contract/ids";
import { isRefusal } from "../access/index.ts";
import type { Call } from "../pure/call.ts";
import type { Failure } from "../pure/failure.ts";
import type { RealtimeDeps } from "./deps.ts";
import type { Phone } from "./phone.ts";

/** Checks whose refusals nobody further in has recorded. */
const own: ReadonlySet<string> = new Set([
  "size",
  "json",
  "type",
  "input",
  "deadline",
  "protocol",
  "allow-list",
  "stranger-frames",
  "connections",
]);

/** A refused frame is a line of the access log, is counted and goes into the record, which folds a flood; our own fault goes into the log. */
export function recordFrame(
  phone: Phone,
  failure: Failure,
  check: string,
  deps: RealtimeDeps,
  call?: Call,
): void {
  const requestId = call?.requestId ?? deps.newId<RequestId>("req");
  deps.accessLog.request({
    ...{ address: phone.address, channel: "mobile", method: "FRAME", path: check, outcome: failure.code },
    ...{ requestId, milliseconds: 0 },
  });
  if (isRefusal(failure, check)) {
    deps.refusals.note({ door: "mobile", reason: failure.code, address: phone.address });
  }
  if (failure.code === "internal") {
    const fields = { request: requestId, check, detail: failure.detail };
    deps.log.error("a frame failed", fields, failure.cause ?? failure);
    return;
  }
  if (!own.has(check)) return;
  const { address, userAgent, signedIn } = phone;
  const principal = signedIn?.principal ?? ({ kind: "stranger" } as const);
  deps.audit.note(
    { principal, address, userAgent, channel: "mobile", requestId },
    {
      event: "request_refused",
      outcome: "denied",
      severity: "warning",
      details: { code: failure.code, check, channel: "mobile" },
    },
  );
}

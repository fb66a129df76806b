import type { Problem } from "@entobot/contract/problem";
import type { Failure } from "../pure/failure.ts";
import { errorStatus } from "./error-status.ts";

/** The body of an error answer (RFC 9457). Only public parts of the failure go in. */
export function problemOf(failure: Failure, requestId: string): Problem {
  return {
    type: `urn:entobot:error:${failure.code}`,
    title: failure.code.replaceAll("_", " "),
    status: errorStatus[failure.code],
    code: failure.code,
    detail: failure.text,
    request_id: requestId,
    ...(failure.retryAfter === undefined ? {} : { retry_after: failure.retryAfter }),
    ...(failure.issues === undefined ? {} : { issues: failure.issues.map((issue) => ({ ...issue })) }),
  };
}

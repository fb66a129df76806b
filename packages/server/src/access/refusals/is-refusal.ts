import type { ErrorCode } from "@entobot/contract/error-codes";
import { type Failure, isOurFault } from "../../pure/failure.ts";

/** What a handler finds wrong is a matter between it and whoever asked; these are the doors' own refusals, found deeper in. */
const refusedInside: ReadonlySet<ErrorCode> = new Set([
  "invalid_credentials",
  "session_ended",
  "link_invalid",
  "pairing_invalid",
  "refresh_invalid",
  "access_denied",
  "rate_limited",
]);

/** Whether a failure of a check is one of the edge. What is our own fault turned nobody away. */
export function isRefusal(failure: Failure, check: string): boolean {
  if (check === "handler") return refusedInside.has(failure.code);
  return check !== "output" && !isOurFault(failure);
}

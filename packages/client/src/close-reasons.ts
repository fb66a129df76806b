import { type CloseCode, closeCodes } from "@entobot/contract/close-codes";
import type { ErrorCode } from "@entobot/contract/error-codes";
import type { EndedReason, OfflineReason } from "./connection-state.ts";

/** What each close code of the contract means to a device. A new one needs its meaning to compile. */
export const closeReasons: Readonly<
  Record<CloseCode, OfflineReason | Extract<EndedReason, "refused" | "removed">>
> = {
  [closeCodes.authenticationFailed]: "refused",
  [closeCodes.sessionEnded]: "removed",
  [closeCodes.authenticationTimeout]: "sign_in_timeout",
  [closeCodes.tooSlow]: "too_slow",
  [closeCodes.rateLimited]: "rate_limited",
  [closeCodes.addressRefused]: "address_refused",
  [closeCodes.unavailable]: "server_unavailable",
};

/** RFC 6455 §7.4.1 and its registry: the server goes away, starts again, or asks to come later. */
const awayCodes: ReadonlySet<number> = new Set([1001, 1011, 1012, 1013]);

export function reasonOfClose(code: number): (typeof closeReasons)[CloseCode] {
  if (Object.hasOwn(closeReasons, code)) return closeReasons[code as CloseCode];
  return awayCodes.has(code) ? "server_unavailable" : "network";
}

/** Of what a server answers to a sign-in that it neither takes nor refuses for good. */
export function reasonOfError(code: ErrorCode | "unreachable"): OfflineReason {
  switch (code) {
    case "unreachable":
      return "network";
    case "rate_limited":
    case "too_slow":
    case "address_refused":
      return code;
    case "authentication_timeout":
      return "sign_in_timeout";
    default:
      return "server_unavailable";
  }
}

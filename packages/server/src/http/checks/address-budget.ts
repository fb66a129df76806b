import type { Limits } from "../../access/index.ts";
import { isOurFault } from "../../pure/failure.ts";
import { callOf, type Exchange } from "../exchange.ts";
import { sessionCookies } from "../session-cookie.ts";

/**
 * Who shows no credential is counted by address. Who shows one is not yet: colleagues behind the same address must not
 * suffer; the entry counts those whose credential turns out to be wrong. A step that gives a credential holds a place
 * until its outcome is known.
 */
export async function checkAddressBudget(exchange: Exchange, { limits }: { limits: Limits }): Promise<void> {
  const { route } = exchange;
  if (route?.rateClass === "free" || showsCredential(exchange)) return;
  const what = route?.name ?? "unknown";
  if (route?.rateClass === "credential")
    exchange.place = await limits.holdForStranger(callOf(exchange), what);
  else limits.chargeStranger(callOf(exchange), what);
}

function showsCredential({ route, request, secure }: Exchange): boolean {
  if (route?.access === "public") return false;
  const { authorization, cookie } = request.headers;
  return authorization !== undefined || sessionCookies(cookie, secure).length > 0;
}

/** What succeeded does not count, and neither does what failed by our own fault. */
export function settlePlace({ place }: Exchange, error?: unknown): void {
  if (error === undefined || isOurFault(error)) place?.giveBack();
  else place?.keep();
}

import type { Attempts } from "../../access/index.ts";
import { callOf, type Exchange } from "../exchange.ts";

/** Before a byte of a body is read: from a locked address nobody may try a password, a link, a pairing or a refresh. */
export function checkLockout(exchange: Exchange, { attempts }: { attempts: Attempts }): void {
  const { route } = exchange;
  if (route?.rateClass === "credential") attempts.assertOpen(callOf(exchange), route.name);
}

import type { Limits } from "../../access/index.ts";
import type { Entry } from "../../entry/index.ts";
import { callOf, type Exchange } from "../exchange.ts";

/** Somebody proved is counted by device or browser session, wherever they are. */
export function checkDeviceBudget(
  exchange: Exchange,
  { limits, entry }: { limits: Limits; entry: Entry },
): void {
  const { route } = exchange;
  const call = callOf(exchange);
  if (route?.rateClass === "free" || call.principal.kind !== "person") return;
  limits.chargePerson(entry.person(call), route?.name ?? "unknown");
}

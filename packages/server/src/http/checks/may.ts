import type { Entry } from "../../entry/index.ts";
import { callOf, type Exchange } from "../exchange.ts";

export function checkMay(exchange: Exchange, { entry }: { entry: Entry }): void {
  const { route } = exchange;
  if (route) entry.may(callOf(exchange), route.access, route.name);
}

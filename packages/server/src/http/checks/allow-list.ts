import type { AllowList } from "../../access/index.ts";
import { Failure } from "../../pure/failure.ts";
import type { Exchange } from "../exchange.ts";

/** Before any other work: who is not on the list learns nothing and costs next to nothing. */
export function checkAllowList({ from }: Exchange, { allowList }: { allowList: AllowList }): void {
  if (allowList.admits(judgedAs(from))) return;
  if (from.source !== "proxy") throw new Failure("address_refused");
  throw new Failure("address_refused", {
    text: "There is an allow-list, and this address cannot be judged by it: the web pages are behind a proxy that is not believed. Set web.trust_forwarded once the proxy overwrites X-Real-IP and X-Forwarded-For.",
  });
}

/** Calls `refused` as soon as this caller is not on the list in force any more. Returns how to stop watching. */
export const watchAddress = (
  { from }: Exchange,
  { allowList }: { allowList: AllowList },
  refused: () => void,
): (() => void) => allowList.watch(judgedAs(from), refused);

/** A proxy's own address says nothing about who is behind it: it is nobody's. */
const judgedAs = ({ source, address }: Exchange["from"]): string => (source === "proxy" ? "" : address);

import { Failure } from "../../pure/failure.ts";
import type { Exchange } from "../exchange.ts";
import type { Names } from "../names.ts";

/** DNS rebinding ends here: a page of a foreign name that resolves to us is told so. */
export function checkHost(exchange: Exchange, { names }: { names: Names }): void {
  const secure = names.secure(exchange.channel, exchange.request.headers.host ?? "");
  if (secure === undefined) throw new Failure("misdirected_host");
  exchange.secure = secure;
}

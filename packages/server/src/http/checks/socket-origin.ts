import { Failure } from "../../pure/failure.ts";
import type { Exchange } from "../exchange.ts";
import type { Names } from "../names.ts";

/** Programs send no Origin, browsers always do (RFC 6455 §4.1): theirs must be one of ours, spelled exactly so. */
export function checkSocketOrigin({ request }: Exchange, { names }: { names: Names }): void {
  const { origin } = request.headers;
  if (origin !== undefined && !names.origins.has(origin)) throw new Failure("origin_refused");
}

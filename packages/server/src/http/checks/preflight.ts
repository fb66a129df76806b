import { Failure } from "../../pure/failure.ts";
import type { Exchange } from "../exchange.ts";
import type { Names } from "../names.ts";

/** Answered for the origins of `network.allowed_origins` only, spelled exactly so. */
export function checkPreflight({ request }: Exchange, { names }: { names: Names }): void {
  if (!names.crossOrigins.has(request.headers.origin ?? "")) throw new Failure("origin_refused");
}

import { limits } from "@entobot/contract/limits";
import { Failure } from "../../pure/failure.ts";
import type { Exchange } from "../exchange.ts";

/** A body that says it is too large is refused before a byte of it is read. */
export function checkSize({ request }: Exchange): void {
  if (Number(request.headers["content-length"] ?? 0) > limits.requestBytes) throw new Failure("too_large");
}

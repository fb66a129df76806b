import { Failure } from "../../pure/failure.ts";
import { callOf, type Exchange } from "../exchange.ts";

/** A stranger does not learn which paths the API has: what is missing is told to who proved somebody. */
export function checkRoute(exchange: Exchange): void {
  if (exchange.route) return;
  if (exchange.path.startsWith("/api/") && callOf(exchange).principal.kind === "stranger") {
    throw new Failure("not_authenticated");
  }
  if (exchange.allowed.length === 0) throw new Failure("not_found");
  exchange.headers["allow"] = exchange.allowed.join(", ");
  throw new Failure("method_not_allowed");
}

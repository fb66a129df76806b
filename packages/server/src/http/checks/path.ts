import type { Exchange } from "../exchange.ts";
import { splitTarget } from "../request-path.ts";

export function checkPath(exchange: Exchange): void {
  const { path, query } = splitTarget(exchange.request.url ?? "");
  exchange.path = path;
  exchange.query = query;
}

import { Failure } from "../../pure/failure.ts";
import type { Exchange } from "../exchange.ts";

/** Two of these mean that two readers may believe different things; Node keeps the first or joins them silently. */
const once = new Set([
  "authorization",
  "content-length",
  "content-type",
  "content-encoding",
  "cookie",
  "host",
  "idempotency-key",
  "origin",
  "sec-fetch-site",
  "transfer-encoding",
  "x-csrf-token",
]);

export const mostHeaders = 100;

export function checkHeaders({ request }: Exchange): void {
  const { rawHeaders } = request;
  if (rawHeaders.length > 2 * mostHeaders) throw new Failure("too_large", { text: "Too many headers." });
  const seen = new Set<string>();
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = (rawHeaders[i] ?? "").toLowerCase();
    if (!once.has(name)) continue;
    if (seen.has(name)) throw new Failure("invalid_request", { text: `The header ${name} stands twice.` });
    seen.add(name);
  }
}

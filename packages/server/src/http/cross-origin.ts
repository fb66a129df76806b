import type { IncomingMessage } from "node:http";
import type { Answer } from "./answer.ts";
import type { Names } from "./names.ts";
import type { Headers } from "./security-headers.ts";

/** Seconds; after a change of the list a browser asks again at the latest then. */
const maxAge = 600;

/** A question of the browser itself (Fetch §3.2.2), in place of the request that a page wants to make. */
export function isPreflight({ method, headers }: IncomingMessage): boolean {
  return (
    method === "OPTIONS" &&
    headers.origin !== undefined &&
    headers["access-control-request-method"] !== undefined
  );
}

/**
 * Lets pages of the listed origins read the answer. Their requests carry a bearer token: cookies stay with our own
 * pages, so there is no Allow-Credentials. Whether an origin is listed or not, caches keep the answers apart.
 */
export function crossOriginHeaders({ headers }: IncomingMessage, { crossOrigins }: Names): Headers {
  if (crossOrigins.size === 0) return {};
  const { origin } = headers;
  if (origin === undefined || !crossOrigins.has(origin)) return { vary: "Origin" };
  return {
    vary: "Origin",
    "access-control-allow-origin": origin,
    "access-control-expose-headers": "Retry-After, X-Request-Id",
  };
}

/** The same for every path: what a stranger may not know cannot be told here either. */
export function preflightAnswer(crossOrigin: Headers): Answer {
  return {
    status: 204,
    headers: {
      ...crossOrigin,
      "access-control-allow-methods": "GET, POST, PUT, PATCH, DELETE",
      "access-control-allow-headers": "Authorization, Content-Type, Idempotency-Key",
      "access-control-max-age": String(maxAge),
    },
    body: null,
  };
}

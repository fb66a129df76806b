import { Readable } from "node:stream";
import { callOf, type Exchange } from "./exchange.ts";
import type { Headers } from "./security-headers.ts";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string | Buffer | Readable | null;
}

/** What the handler gave, in the form that its route declares. */
export function answerOf(exchange: Exchange): Answer {
  const { route, result } = exchange;
  if (!route) throw new Error("an exchange without a route passed the door");
  const { output } = route;
  const headers = { ...exchange.headers, "x-request-id": callOf(exchange).requestId };
  switch (output.kind) {
    case "nothing":
      return { status: 204, headers, body: null };
    case "json":
      return {
        status: route.status ?? 200,
        headers: { ...headers, "content-type": "application/json" },
        body: JSON.stringify(result),
      };
    case "text":
      return {
        status: 200,
        headers: { ...headers, "content-type": output.mediaType },
        body: result as string,
      };
    case "stream":
      return {
        status: 200,
        headers: { ...headers, "content-type": output.mediaType, "x-accel-buffering": "no" },
        body: Readable.from(result as AsyncIterable<string>),
      };
  }
}

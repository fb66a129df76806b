import type { IncomingMessage } from "node:http";
import type { RequestId } from "@entobot/contract/ids";
import type { ClientAddress, Place } from "../access/index.ts";
import type { Entry } from "../entry/index.ts";
import type { Call } from "../pure/call.ts";
import type { Route } from "./route.ts";
import type { Headers } from "./security-headers.ts";
import type { Channel } from "./settings.ts";

export type Admitted = Awaited<ReturnType<Entry["admit"]>>;

/** One request on its way through the door. Each check fills in what it has established. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly channel: Channel;
  readonly requestId: RequestId;
  readonly from: ClientAddress;
  /** Undefined: no route has this path, or none with this method. */
  readonly route: Route | undefined;
  /** Methods that exist at this path; empty for an unknown path. */
  readonly allowed: readonly string[];
  readonly rawParams: unknown;
  /** Aborted when the client goes away. */
  readonly signal: () => AbortSignal;
  /** Headers of the answer, beside the security headers. */
  readonly headers: Headers;
  /** The caller's, normalised; "" when the peer is gone. */
  readonly address: string;

  path: string;
  query: string;
  secure: boolean;
  credential: { readonly bearer?: string; readonly cookie?: string };
  admitted: Admitted | undefined;
  /** Held in the budget of the address until the outcome is known. */
  place: Place | undefined;
  body: Buffer;
  input: { params: unknown; query: unknown; body: unknown };
  result: unknown;
}

type Given = "request" | "channel" | "requestId" | "from" | "route" | "allowed" | "rawParams" | "signal";

export function newExchange(given: Pick<Exchange, Given>): Exchange {
  return {
    ...given,
    headers: {},
    path: "",
    query: "",
    secure: false,
    address: given.from.address,
    credential: {},
    admitted: undefined,
    place: undefined,
    body: Buffer.alloc(0),
    input: { params: undefined, query: undefined, body: undefined },
    result: undefined,
  };
}

/** The call of an admitted exchange; before that, a stranger's. */
export function callOf(exchange: Exchange): Call {
  if (exchange.admitted) return exchange.admitted.call;
  return {
    principal: { kind: "stranger" },
    address: exchange.address || null,
    userAgent: userAgentOf(exchange.request),
    channel: exchange.channel,
    requestId: exchange.requestId,
  };
}

export function userAgentOf(request: IncomingMessage): string | null {
  return request.headers["user-agent"]?.slice(0, 300) ?? null;
}

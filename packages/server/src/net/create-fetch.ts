import { isIP } from "node:net";
import type { Readable } from "node:stream";
import { Agent, type Dispatcher, request } from "undici";
import { boundedBody } from "./bounded-body.ts";
import { type AddressKind, judgeAddress } from "./judge-address.ts";
import { judgedLookup, type Resolve } from "./judged-lookup.ts";
import { OutboundRefused } from "./outbound-error.ts";

export interface FetchOptions {
  /** Only for addresses that the operator named in the configuration file. */
  readonly allowPrivate: boolean;
  readonly maxResponseBytes: number;
  readonly connectTimeoutMs?: number;
  readonly headersTimeoutMs?: number;
  /** Between two pieces of the body. */
  readonly bodyTimeoutMs?: number;
  readonly connections?: number;
  readonly resolve?: Resolve;
}

export interface GuardedFetch {
  readonly fetch: typeof globalThis.fetch;
  close(): Promise<void>;
}

/**
 * `fetch` for talking to services, over undici's dispatcher (the built-in one costs several times as much a call).
 * Every address is judged and pinned; plain http goes to private addresses only; redirects are not followed, so
 * credentials never travel to another origin; answers are bounded.
 */
export function createFetch(options: FetchOptions): GuardedFetch {
  const agents = {
    "https:": agentFor(options.allowPrivate ? ["public", "private"] : ["public"], options),
    "http:": agentFor(options.allowPrivate ? ["private"] : [], options),
  } as const;
  const allowedKinds: Record<string, ReadonlySet<AddressKind>> = {
    "https:": agents["https:"].allowed,
    "http:": agents["http:"].allowed,
  };

  const guarded: typeof globalThis.fetch = async (input, init) => {
    if (input instanceof Request) throw new TypeError("give a URL and its options, not a Request");
    const url = new URL(input);
    if (url.protocol !== "https:" && url.protocol !== "http:") throw new OutboundRefused("scheme");
    if (url.username || url.password) throw new OutboundRefused("credentials_in_url");
    const host = url.hostname.replace(/^\[|\]$/g, "");
    // A literal address is connected to without a look-up, so it is judged here.
    if (isIP(host) && !allowedKinds[url.protocol]?.has(judgeAddress(host)))
      throw new OutboundRefused("address");
    const headers = Object.fromEntries(new Headers(init?.headers ?? {}));
    const response = await request(url, {
      dispatcher: agents[url.protocol].agent,
      method: (init?.method ?? "GET") as Dispatcher.HttpMethod,
      // Nothing compressed is asked for, so nothing can unfold beyond the bound.
      headers: { ...headers, "accept-encoding": "identity" },
      body: (init?.body ?? null) as string | Uint8Array | null,
      signal: init?.signal ?? null,
    });
    return answer(response, options.maxResponseBytes);
  };

  return {
    fetch: guarded,
    async close() {
      await Promise.all([agents["https:"].agent.destroy(), agents["http:"].agent.destroy()]);
    },
  };
}

function agentFor(kinds: readonly AddressKind[], options: FetchOptions) {
  const allowed = new Set(kinds);
  const agent = new Agent({
    connections: options.connections ?? 128,
    pipelining: 1,
    keepAliveTimeout: 30_000,
    headersTimeout: options.headersTimeoutMs ?? 60_000,
    bodyTimeout: options.bodyTimeoutMs ?? 60_000,
    maxHeaderSize: 32 * 1024,
    connect: {
      timeout: options.connectTimeoutMs ?? 10_000,
      lookup: judgedLookup(allowed, options.resolve),
    },
  });
  return { allowed, agent };
}

function answer(response: Dispatcher.ResponseData, maxBytes: number): Response {
  const { statusCode, headers, body } = response;
  const refuse = (reason: OutboundRefused["reason"]): never => {
    discard(body);
    throw new OutboundRefused(reason);
  };
  if (statusCode >= 300 && statusCode < 400 && statusCode !== 304) refuse("redirect");
  const encoding = headers["content-encoding"];
  if (encoding !== undefined && encoding !== "identity") refuse("encoding");
  if (Number(headers["content-length"] ?? 0) > maxBytes) refuse("too_large");
  const empty = statusCode === 204 || statusCode === 205 || statusCode === 304;
  if (empty) discard(body);
  return new Response(empty ? null : boundedBody(body, maxBytes), {
    status: statusCode,
    headers: plainHeaders(headers),
  });
}

function plainHeaders(headers: Dispatcher.ResponseData["headers"]): [string, string][] {
  return Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(", ") : value]],
  );
}

function discard(body: Readable): void {
  body.on("error", () => {});
  body.destroy();
}

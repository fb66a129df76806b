import type { AllowList } from "../../access/index.ts";
import { callOf, type Exchange } from "../exchange.ts";
import { knownCookie } from "../session-cookie.ts";
import { watchAddress } from "./allow-list.ts";

export async function runHandler(exchange: Exchange, deps: { allowList: AllowList }): Promise<void> {
  const { route, admitted, input, secure, headers } = exchange;
  if (!route) return;
  exchange.result = await route.handler({
    call: callOf(exchange),
    ...input,
    csrfToken: admitted?.csrfToken ?? null,
    expiresAt: admitted?.expiresAt ?? null,
    secure,
    knownBy: () => knownCookie(exchange.request.headers.cookie, secure),
    signal: route.output.kind === "stream" ? () => whileAdmitted(exchange, deps) : exchange.signal,
    setHeader: (name, value) => {
      headers[name] = value;
    },
  });
}

/** A stream outlives the checks of its request: it ends with the client, or when the allow-list lets the client go. */
function whileAdmitted(exchange: Exchange, deps: { allowList: AllowList }): AbortSignal {
  const gone = exchange.signal();
  const refused = new AbortController();
  const unwatch = watchAddress(exchange, deps, () => refused.abort());
  if (gone.aborted) unwatch();
  else gone.addEventListener("abort", unwatch, { once: true });
  return AbortSignal.any([gone, refused.signal]);
}

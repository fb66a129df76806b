import { callOf, type Exchange } from "../exchange.ts";

export async function runHandler(exchange: Exchange): Promise<void> {
  const { route, admitted, input, secure, signal, headers } = exchange;
  if (!route) return;
  exchange.result = await route.handler({
    call: callOf(exchange),
    ...input,
    csrfToken: admitted?.csrfToken ?? null,
    expiresAt: admitted?.expiresAt ?? null,
    secure,
    signal,
    setHeader: (name, value) => {
      headers[name] = value;
    },
  });
}

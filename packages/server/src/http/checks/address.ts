import { isLoopback, peerAddress } from "../../pure/address.ts";
import { Failure } from "../../pure/failure.ts";
import type { Exchange } from "../exchange.ts";

const forwarded = ["x-forwarded-for", "x-real-ip", "forwarded"];

/**
 * No proxy is trusted, so the address is the peer's. Forwarded headers from this machine mean a proxy that nobody
 * has told us about: every decision about its clients would rest on the proxy's own address, so it is refused in
 * words. On the web listener, whose API a proxy should not reach at all, they are refused from everybody.
 */
export function checkAddress(exchange: Exchange): void {
  const { request, channel } = exchange;
  exchange.address = peerAddress(request.socket.remoteAddress);
  if (!forwarded.some((name) => request.headers[name] !== undefined)) return;
  const api = channel === "web" && (exchange.path.startsWith("/api/") || exchange.path === "/ws");
  if (api || isLoopback(exchange.address)) throw new Failure("forwarded_untrusted");
}

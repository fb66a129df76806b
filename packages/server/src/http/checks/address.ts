import { type AddressFault, isForwarded } from "../../access/index.ts";
import { Failure } from "../../pure/failure.ts";
import type { Exchange } from "../exchange.ts";

/**
 * Who is calling was found out when the exchange began, so that every refusal has its address; here a request whose
 * caller nobody can name ends. A web listener that believes no proxy is no place to send the API to through one.
 */
export function checkAddress({ request, channel, path, from }: Exchange): void {
  if (from.fault) throw new Failure("forwarded_untrusted", { text: wordsFor(from.fault, from.address) });
  const api = channel === "web" && (path.startsWith("/api/") || path === "/ws");
  if (!api || from.source === "named" || !isForwarded(request.headers)) return;
  throw new Failure("forwarded_untrusted", {
    text: "Forwarded headers are not believed on the web listener. Let the proxy send /api/ and /ws to their own ports, or set web.trust_forwarded, and network.trusted_proxies to name it.",
  });
}

function wordsFor(fault: AddressFault, address: string): string {
  switch (fault) {
    case "untrusted":
      return `Forwarded headers arrived from ${address}, which is not in network.trusted_proxies. Name the proxy there by every address that it connects from.`;
    case "malformed":
      return "The proxy's headers do not name one client. Let it set X-Real-IP to the address that it sees.";
    case "only_forwarded":
      return "The proxy names its client in Forwarded only, which is not read. Let it set X-Real-IP.";
  }
}

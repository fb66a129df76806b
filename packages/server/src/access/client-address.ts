import { isLoopback, parseAddress, peerAddress } from "../pure/address.ts";
import { networkMatcher } from "../pure/network.ts";

/** What a connection says about where it comes from. */
export interface Arrival {
  readonly channel: "rest" | "mobile" | "web";
  readonly peer: string | undefined;
  /** As Node gives them: lower-case names; repeated lines joined by ", " in their order. */
  readonly headers: { readonly [name: string]: string | readonly string[] | undefined };
}

/** Why nobody can say who is calling. The address is then the peer's, for the record. */
export type AddressFault = "untrusted" | "malformed" | "only_forwarded";

export interface ClientAddress {
  /** Normalised; "" when the peer is gone. */
  readonly address: string;
  /**
   * Whose address it is: the socket's peer's, the one that a trusted proxy named, or that of a trusted proxy which is
   * not believed here, so that its clients cannot be told apart.
   */
  readonly source: "peer" | "named" | "proxy";
  readonly fault: AddressFault | null;
}

export interface ForwardingSettings {
  /** Networks as address/prefix. */
  readonly network: { readonly trustedProxies: readonly string[] };
  readonly web: { readonly trustForwarded: boolean };
}

export type FindClientAddress = (arrival: Arrival) => ClientAddress;

/**
 * Who is calling (docs/decisions/0007-who-is-calling.md). The socket's peer, unless that is a trusted proxy: then the
 * one address in X-Real-IP, else the right-most hop of X-Forwarded-For that is no trusted proxy. What is left of that
 * hop was written by the client and is never looked at; `Forwarded` and other names never are.
 */
export function createClientAddress(settings: () => ForwardingSettings): FindClientAddress {
  let networks: readonly string[] = [];
  let trusts: (address: string) => boolean = () => false;

  return ({ channel, peer, headers }) => {
    const { network, web } = settings();
    const { trustedProxies } = network;
    if (trustedProxies !== networks) {
      networks = trustedProxies;
      trusts = networkMatcher(networks);
    }
    const address = peerAddress(peer);
    const found = (more: Partial<ClientAddress>): ClientAddress => ({
      ...{ address, source: "peer", fault: null },
      ...more,
    });
    if (!trusts(address)) {
      // A proxy of this machine that nobody has named: all its clients would pass for the machine itself.
      return found({ fault: isLoopback(address) && isForwarded(headers) ? "untrusted" : null });
    }
    if (channel === "web" && !web.trustForwarded) return found({ source: "proxy" });
    return found(namedBy(headers, trusts));
  };
}

export function isForwarded(headers: Arrival["headers"]): boolean {
  const { "x-forwarded-for": list, "x-real-ip": real, forwarded } = headers;
  return list !== undefined || real !== undefined || forwarded !== undefined;
}

/** What a trusted proxy says. Nothing: it speaks for itself (a health check, a program on this machine). */
function namedBy(headers: Arrival["headers"], trusts: (address: string) => boolean): Partial<ClientAddress> {
  const { "x-forwarded-for": list, "x-real-ip": real, forwarded } = headers;
  // A second line or value makes a list of it, which is no address.
  if (real !== undefined) return named(parseAddress(String(real)));
  if (list !== undefined) return named(rightMostUntrusted(String(list).split(","), trusts));
  return forwarded === undefined ? {} : { fault: "only_forwarded" };
}

const named = (address: string | undefined): Partial<ClientAddress> =>
  address === undefined ? { fault: "malformed" } : { address, source: "named" };

/** Each trusted hop vouches for the one on its left; where all are trusted, the left-most is the client. */
function rightMostUntrusted(
  hops: readonly string[],
  trusts: (address: string) => boolean,
): string | undefined {
  let hop: string | undefined;
  for (const text of hops.toReversed()) {
    hop = parseAddress(text);
    if (hop === undefined || !trusts(hop)) break;
  }
  return hop;
}

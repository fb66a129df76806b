import ipaddr from "ipaddr.js";

/**
 * `public`: the open internet. `private`: this machine and the company's own networks, for what the operator named.
 * `never`: nobody's business here (link-local with the clouds' metadata services, multicast, reserved, tunnels).
 */
export type AddressKind = "public" | "private" | "never";

/** Ranges by ipaddr.js's names; a name that is not here is `never`. */
const kinds: Readonly<Record<string, AddressKind>> = {
  unicast: "public",
  loopback: "private",
  private: "private",
  uniqueLocal: "private",
  carrierGradeNat: "private",
};

/** Judges an address in any spelling. IPv4 inside IPv6 is judged as the IPv4 that it is. */
export function judgeAddress(text: string): AddressKind {
  const bare = text.replace(/^\[|\]$/g, "").replace(/%.*$/, "");
  if (!ipaddr.isValid(bare)) return "never";
  const address = ipaddr.parse(bare);
  if (address.kind() === "ipv6" && (address as ipaddr.IPv6).isIPv4MappedAddress()) {
    return judgeRange((address as ipaddr.IPv6).toIPv4Address());
  }
  // IPv4-compatible (RFC 4291 §2.5.5.1, deprecated): ipaddr.js calls ::127.0.0.1 unicast.
  if (address.kind() === "ipv6" && !isLoopback(address) && isCompatible(address as ipaddr.IPv6))
    return "never";
  return judgeRange(address);
}

const judgeRange = (address: ipaddr.IPv4 | ipaddr.IPv6): AddressKind => kinds[address.range()] ?? "never";
const isLoopback = (address: ipaddr.IPv4 | ipaddr.IPv6) => address.range() === "loopback";
const isCompatible = (address: ipaddr.IPv6) => address.parts.slice(0, 6).every((part) => part === 0);

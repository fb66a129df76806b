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
  if (!ipaddr.isValid(bare) || compatible.test(bare)) return "never";
  const address = ipaddr.parse(bare);
  if (address.kind() === "ipv6" && (address as ipaddr.IPv6).isIPv4MappedAddress()) {
    return judgeRange((address as ipaddr.IPv6).toIPv4Address());
  }
  if (address.kind() === "ipv6" && isCompatible(address as ipaddr.IPv6)) return "never";
  if (metadata.has(address.toNormalizedString())) return "never";
  return judgeRange(address);
}

const judgeRange = (address: ipaddr.IPv4 | ipaddr.IPv6): AddressKind => kinds[address.range()] ?? "never";

/** IPv4-compatible (RFC 4291 §2.5.5.1, deprecated) in its dotted spelling, which the library reads as IPv4-mapped. */
const compatible = /^[:0]*:(?!ffff:)\d+\.\d+\.\d+\.\d+$/i;
const isCompatible = (address: ipaddr.IPv6) =>
  address.range() !== "loopback" && address.parts.slice(0, 6).every((part) => part === 0);

/** Metadata services that stand inside private ranges: AWS over IPv6, Alibaba Cloud. */
const metadata = new Set(["fd00:ec2:0:0:0:0:0:254", "100.100.100.200"]);

import ipaddr from "ipaddr.js";
import { groupsOf, isIPv4, parseAddress } from "./address.ts";

/** Why a text is not a network: not one at all, too wide for what it names, or not its first address. */
export type NetworkFault = "not_a_network" | "mixes_families" | "has_host_bits";

/** A network in its one spelling, `address/prefix`. One address alone is a network of its own. */
export function parseNetwork(
  text: string,
): string | { readonly fault: NetworkFault; readonly prefix: number } {
  const [written = "", prefixText, ...more] = text.split("/");
  const four = isIPv4(written);
  const widest = four ? 32 : 128;
  let prefix = prefixText === undefined ? widest : Number(prefixText);
  const shaped = more.length === 0 && (prefixText === undefined || /^\d{1,3}$/.test(prefixText));
  if (!shaped || prefix > widest || (!four && !groupsOf(written))) return notANetwork;
  const address = parseAddress(written);
  if (address === undefined) return notANetwork;
  if (!four && isIPv4(address)) {
    if (prefix < 96) return { fault: "mixes_families", prefix };
    prefix -= 96;
  }
  return hasHostBits(address, prefix) ? { fault: "has_host_bits", prefix } : `${address}/${prefix}`;
}

const notANetwork = { fault: "not_a_network", prefix: 0 } as const;

function hasHostBits(address: string, prefix: number): boolean {
  return ipaddr
    .parse(address)
    .toByteArray()
    .some((byte, index) => (byte & (0xff >> Math.min(8, Math.max(0, prefix - index * 8)))) !== 0);
}

/** Does one of the networks hold the (normalised) address? Built once a list, asked at every request. */
export function networkMatcher(networks: readonly string[]): (address: string) => boolean {
  const alone = new Set<string>();
  const four: (readonly [network: number, mask: number])[] = [];
  const six: [ipaddr.IPv6, number][] = [];
  for (const network of networks) {
    const [address = "", prefixText = ""] = network.split("/");
    const prefix = Number(prefixText);
    if (prefix === (isIPv4(address) ? 32 : 128)) alone.add(address);
    else if (isIPv4(address)) four.push([bitsOf(address), maskOf(prefix)]);
    else six.push([ipaddr.IPv6.parse(address), prefix]);
  }
  return (address) => {
    if (alone.has(address)) return true;
    if (!address.includes(":")) {
      if (four.length === 0 || !isIPv4(address)) return false;
      const bits = bitsOf(address);
      return four.some(([network, mask]) => (bits & mask) >>> 0 === network);
    }
    if (six.length === 0) return false;
    const parsed = ipaddr.IPv6.parse(address);
    return six.some((range) => parsed.match(range));
  };
}

/** Shifts count modulo 32, so /0 is told apart. */
const maskOf = (prefix: number): number => (prefix === 0 ? 0 : (0xffffffff << (32 - prefix)) >>> 0);
const bitsOf = (address: string): number =>
  address.split(".").reduce((bits, part) => ((bits << 8) | Number(part)) >>> 0, 0);

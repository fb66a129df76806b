import ipaddr from "ipaddr.js";
import { parseNetwork } from "../../pure/network.ts";
import { type Kind, kind, listOf, Refused } from "./kind.ts";

/** `10.0.0.0/8`, `2001:db8::/32` or one address; IPv4 written inside IPv6 becomes IPv4. Bits beyond the prefix are refused. */
export const network: Kind<string> = {
  name: "an address or a network such as 10.0.0.0/8",
  read(value) {
    const read = parseNetwork(typeof value === "string" ? value : "");
    if (typeof read === "string") return read;
    switch (read.fault) {
      case "not_a_network":
        return new Refused(`must be ${this.name}.`);
      case "mixes_families":
        return new Refused("mixes IPv4 and IPv6: write the IPv4 network, such as 10.0.0.0/8.");
      case "has_host_bits":
        return new Refused(`has bits set beyond /${read.prefix}: write the first address of the network.`);
    }
  },
};

export const networks = (): Kind<readonly string[]> => listOf(network, 1000);

/** What a listener binds to: an address, or "localhost". A name could point anywhere tomorrow. */
export const host: Kind<string> = kind('an IP address, "localhost" or "loopback"', (value) => {
  if (value === "localhost" || value === "loopback") return "loopback";
  if (typeof value !== "string") return undefined;
  const bare = value.replace(/^\[(.*)\]$/, "$1");
  if (ipaddr.IPv4.isValidFourPartDecimal(bare)) return bare;
  return /^[0-9a-fA-F:.]+$/.test(bare) && ipaddr.IPv6.isValid(bare)
    ? ipaddr.parse(bare).toString()
    : undefined;
});

/** How far away the host of a URL is. Names without a dot and names reserved for local use count as private. */
export function reachOf(hostname: string): "loopback" | "private" | "public" {
  const name = bareHost(hostname);
  if (ipaddr.isValid(name)) {
    const range = ipaddr.process(name).range();
    if (range === "loopback") return "loopback";
    return range === "private" || range === "uniqueLocal" || range === "linkLocal" ? "private" : "public";
  }
  if (name === "localhost" || name.endsWith(".localhost")) return "loopback";
  return /^[^.]+$|\.(local|internal|lan|home\.arpa)$/.test(name) ? "private" : "public";
}

/** On the open internet, as far as its spelling tells: of addresses only the ordinary ones, nothing reserved, nothing translated. */
export function isPublicHost(hostname: string): boolean {
  const name = bareHost(hostname);
  return ipaddr.isValid(name) ? ipaddr.process(name).range() === "unicast" : reachOf(name) === "public";
}

const bareHost = (hostname: string): string =>
  hostname
    .replace(/^\[(.*)\]$/, "$1")
    .replace(/\.$/, "")
    .toLowerCase();

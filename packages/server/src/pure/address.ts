import ipaddr from "ipaddr.js";

/** Longer than any address with its zone, brackets and port. */
const longest = 100;

const withPort = /^(?:\[([^\]]*)\](?::\d{1,5})?|([^:]*):\d{1,5})$/;
const zone = /%[\w.~-]{1,40}$/;

/**
 * The one place where a spelling becomes the address: every list, bucket and log compares what comes out of here.
 * IPv4 as four plain decimals (a leading zero may mean octal to somebody, so it means nothing here), IPv6 as RFC 5952
 * writes it, without brackets, port and zone. IPv4 inside IPv6, mapped or compatible (RFC 4291 §2.5.5), is IPv4.
 * Undefined: not an address.
 */
export function parseAddress(text: string): string | undefined {
  if (text.length > longest) return undefined;
  const trimmed = text.replace(/^[ \t]+|[ \t]+$/g, "");
  const [, bracketed, before] = withPort.exec(trimmed) ?? [];
  if (before !== undefined) return isIPv4(before) ? before : undefined;
  const bare = bracketed ?? trimmed;
  if (bracketed === undefined && isIPv4(bare)) return bare;
  const groups = groupsOf(bare.replace(zone, ""));
  return groups && spell(groups);
}

/** The address of a socket's other end; "" when the socket has none any more. */
export const peerAddress = (remote: string | undefined): string => parseAddress(remote ?? "") ?? "";

/** Of a normalised address. */
export const isLoopback = (address: string): boolean => address === "::1" || address.startsWith("127.");

/**
 * Whom a limit counts: an IPv4 address, or the /64 of an IPv6 one, which is the least that one customer is given
 * (RFC 6177 §2) and within which a host takes any address it likes. In front of a server that has IPv6 alone, all of
 * IPv4 comes out of one /64 (RFC 6052 §2.1, RFC 7755): there each address is somebody. Takes a normalised address.
 */
export function limitKeyOf(address: string): string {
  const groups = address.includes(":") ? groupsOf(address) : undefined;
  if (!groups || isTranslated(groups)) return address;
  return `${spell([...groups.slice(0, 4), 0, 0, 0, 0])}/64`;
}

const translated = [0x64, 0xff9b, 0, 0, 0, 0];
const isTranslated = (groups: readonly number[]) =>
  translated.every((group, index) => groups[index] === group);

export const isIPv4 = (text: string): boolean => ipaddr.IPv4.isValidFourPartDecimal(text);

/** The eight groups; the library reads a dotted end in ways of its own, so it never sees one. */
export function groupsOf(text: string): readonly number[] | undefined {
  const dotted = /^(.*:)([\d.]*\.[\d.]*)$/.exec(text);
  const [, head = "", tail = ""] = dotted ?? [];
  if (dotted && !isIPv4(tail)) return undefined;
  const hex = dotted ? head + hexOf(tail) : text;
  if (!/^[\da-f:]+$/i.test(hex) || !ipaddr.IPv6.isValid(hex)) return undefined;
  return ipaddr.IPv6.parse(hex).parts;
}

function hexOf(four: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = four.split(".").map(Number);
  return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
}

function spell(groups: readonly number[]): string {
  const [g5 = 0, g6 = 0, g7 = 0] = groups.slice(5);
  const leading = groups.slice(0, 5).every((group) => group === 0);
  // ::1 and :: are themselves; 0.0.x.y is nobody's address.
  if (leading && (g5 === 0xffff || (g5 === 0 && g6 !== 0))) {
    return `${g6 >> 8}.${g6 & 255}.${g7 >> 8}.${g7 & 255}`;
  }
  return new ipaddr.IPv6([...groups]).toString();
}

/** The peer's address as one spelling: IPv4 mapped into IPv6 is IPv4, a zone is dropped. */
export function peerAddress(remote: string | undefined): string {
  const address = (remote ?? "").replace(/%.*$/, "").toLowerCase();
  return address.startsWith("::ffff:") && address.includes(".") ? address.slice(7) : address;
}

export function isLoopback(address: string): boolean {
  return address === "::1" || address.startsWith("127.");
}

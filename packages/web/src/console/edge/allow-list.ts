import type { SettingView } from "@entobot/contract/settings";

export const allowListKey = "enterprise.ip_whitelist";

/** null: off. */
export const networksOf = ({ value }: Pick<SettingView, "value">): readonly string[] | null =>
  Array.isArray(value) ? value.map(String) : null;

/** Each network with the line that it stands on, counted as an editor does. */
export const numberedLines = (text: string): readonly { readonly line: number; readonly network: string }[] =>
  text
    .split("\n")
    .map((written, index) => ({ line: index + 1, network: written.trim() }))
    .filter(({ network }) => network !== "");

/** The server counts the networks that it was sent; a person counts lines. */
export function issueInWords(message: string, text: string): string {
  const [, index, words] = /^\[(\d+)\] (.*)$/s.exec(message) ?? [];
  const found = index === undefined ? undefined : numberedLines(text)[Number(index)];
  if (!found) return `This list ${message}`;
  return `Line ${found.line}: ${found.network} ${words}`;
}

export const isLockingOut = (message: string): boolean => message.startsWith("would shut you out");

/**
 * What stands on the list for somebody's own (normalised) address: of IPv6 the /64, because a device takes another address
 * in it every day (RFC 8981); tomorrow's would not be on the list. Not of 64:ff9b::/96, in which all of IPv4 may stand.
 */
export function ownNetwork(address: string): string {
  if (!address.includes(":") || address === "::1" || address.startsWith("64:ff9b::")) return address;
  const [head = "", tail] = address.split("::");
  const groups = head === "" ? [] : head.split(":");
  const after = tail ? tail.split(":") : [];
  // A dotted end stands for two groups; it is never among the first four.
  const missing = tail === undefined ? 0 : 8 - groups.length - after.length - (address.includes(".") ? 1 : 0);
  const first = [...groups, ...Array.from({ length: missing }, () => "0"), ...after].slice(0, 4);
  while (first.at(-1) === "0") first.pop();
  return `${first.join(":")}::/64`;
}

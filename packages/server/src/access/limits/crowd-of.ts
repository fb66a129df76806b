/**
 * The neighbourhood of a limit's key, for when there are too many keys: whoever owns many addresses mostly owns them
 * side by side, so a flood is counted with itself. IPv4 by /16, IPv6 by /32, what a network is given at least.
 */
export function crowdOfAddress(key: string): string {
  const [a = "", b = ""] = key.split(key.includes(":") ? ":" : ".");
  return key.includes(":") ? `crowd ${a}:${b}` : `crowd ${a}.${b}`;
}

/** Names have no neighbours: they are spread over `crowds`. */
export const crowdOfName =
  (crowds: number) =>
  (key: string): string => {
    let sum = 0;
    for (let i = 0; i < key.length; i++) sum = (Math.imul(sum, 31) + key.charCodeAt(i)) >>> 0;
    return `crowd ${sum % crowds}`;
  };

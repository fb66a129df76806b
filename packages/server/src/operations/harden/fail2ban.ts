import { type Block, fill, type Plain, words } from "./plain.ts";
import type { Plan } from "./plan.ts";
import type { Upstream } from "./upstreams.ts";

/**
 * fail2ban cuts the date from the line before it matches, so the expression begins where the stamp was. Anchored, and
 * with the address before anything that a stranger wrote: nobody can have another banned.
 */
export const fail2banFilter = (): Block => fill`
[Definition]
failregex = ^\\s*Authentication failed from <ADDR>(?:\\s|$)
ignoreregex =
datepattern = ^%%Y-%%m-%%dT%%H:%%M:%%S(?:\\.%%f)?%%z
`;

const loopback: readonly Plain[] = ["127.0.0.0/8" as Plain, "::1" as Plain];

/** The ban closes the ports that strangers reach: the proxy's, and a listener's own where it is open. */
export function fail2banJail({ site, upstreams, logs, trustedProxies }: Plan): Block {
  const open = Object.values(upstreams).filter(({ open }: Upstream) => open);
  const ports = [...new Set([80, site.port, ...open.map(({ port }: Upstream) => port)])];
  const elsewhere = trustedProxies.filter((network) => !/^(127\.|::1\/)/.test(network));
  return fill`
[entobot]
enabled = true
filter = entobot
# A default of "systemd" would not read the file.
backend = auto
logpath = ${logs.access}
usedns = no
# Never the proxy itself.
ignoreip = ${words([...loopback, ...elsewhere])}
protocol = tcp
port = ${words(ports, ",")}
maxretry = 5
findtime = 600
bantime = 3600
`;
}

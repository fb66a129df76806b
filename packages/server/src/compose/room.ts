import type { Notice } from "@entobot/contract/health";
import { networkMatcher } from "../pure/network.ts";
import type { LiveConfiguration } from "./live-configuration.ts";

/** An office behind one address, each with a console or two; the sockets of phones are not among them. */
const perAddress = 1_000;
const mostInAll = 4_096;
const leastInAll = 256;
/** The database, models, logs, the workspace and what Node itself holds open. */
const forTheRest = 512;

/** How many connections the listeners take beside the sockets of phones, with the files that the process may open. */
export function composeRoom(configuration: LiveConfiguration, openFiles: number | null) {
  const sockets = () => configuration.settings.mobile.maxConnections;
  const free = () => (openFiles ?? Number.POSITIVE_INFINITY) - sockets() - forTheRest;
  let networks: readonly string[] = [];
  let trusts: (address: string) => boolean = () => false;

  return {
    listeners: {
      roomSize: () => ({ perAddress, inAll: Math.min(mostInAll, Math.max(leastInAll, free())) }),
      isProxy(address: string): boolean {
        const { trustedProxies } = configuration.settings.network;
        if (trustedProxies !== networks) trusts = networkMatcher(trustedProxies);
        networks = trustedProxies;
        return trusts(address);
      },
    },
    notices(): Notice[] {
      if (free() >= leastInAll) return [];
      const needed = sockets() + forTheRest + leastInAll;
      const text = `This process may open ${openFiles} files, too few for channels.mobile.max_connections (${sockets()}). Allow ${needed} (LimitNOFILE= in the unit, ulimit -n in a shell), or set the key lower.`;
      return [{ level: "warning", code: "open_files", text }];
    },
  };
}

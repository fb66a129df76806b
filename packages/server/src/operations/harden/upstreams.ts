import type { Listener, Settings } from "../../config/index.ts";
import { type Plain, plainAddress } from "./plain.ts";

/** Where the proxy finds a listener, and from which address the listener then sees it come. */
export interface Upstream {
  /** With brackets around IPv6. */
  readonly address: Plain;
  readonly port: number;
  readonly tls: boolean;
  /** As it must stand in `network.trusted_proxies`. */
  readonly peer: Plain;
  /** Reached from other machines too, past the proxy. */
  readonly open: boolean;
}

export interface Upstreams {
  readonly rest: Upstream;
  readonly socket: Upstream;
  readonly web: Upstream;
}

export function upstreamsOf(
  { gateway, mobile, web }: Settings,
  refuse: (path: string, message: string) => void,
): Upstreams {
  function upstream(section: string, portKey: string, { host, port, tls }: Listener): Upstream {
    if (port === 0) refuse(`${section}.${portKey}`, "is 0, any free port: a proxy needs a fixed one.");
    const address = reached(host);
    if (plainAddress(address) === undefined) refuse(`${section}.host`, "is not an address.");
    const six = address.includes(":");
    return {
      address: (six ? `[${address}]` : address) as Plain,
      peer: `${address}/${six ? 128 : 32}` as Plain,
      open: host !== "loopback" && !/^127\.|^::1$/.test(host),
      ...{ port, tls },
    };
  }
  return {
    rest: upstream("gateway", "port", gateway),
    socket: upstream("channels.mobile", "websocket_port", mobile),
    web: upstream("web", "port", web),
  };
}

/** Never "localhost": nginx would take turns with ::1, where any user of this machine may listen. */
const reached = (host: string): string => (["loopback", "0.0.0.0", "::"].includes(host) ? "127.0.0.1" : host);

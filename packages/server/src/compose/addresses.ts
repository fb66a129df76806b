import type { Listener, Settings } from "../config/index.ts";
import type { Ports } from "../http/index.ts";

/** Where clients of this machine reach the listeners, and what links and QR codes point to. */
export interface Addresses {
  /** Origin of the REST API. */
  readonly api: string;
  readonly websocket: string;
  /** Origin of console and phone app. */
  readonly web: string;
}

export const configuredPorts = ({ gateway, mobile, web }: Settings): Ports => ({
  rest: gateway.port,
  mobile: mobile.port,
  web: web.port,
});

export function addressesOf(settings: Settings, ports: Ports): Addresses {
  const { gateway, mobile, web, network } = settings;
  // A certificate speaks for a name, and clients check it.
  const mobileHost =
    mobile.tls && network.publicUrl !== null ? new URL(network.publicUrl).hostname : reachable(mobile);
  return {
    api: `${gateway.tls ? "https" : "http"}://${reachable(gateway)}:${ports.rest}`,
    websocket: mobile.publicUrl ?? `${mobile.tls ? "wss" : "ws"}://${mobileHost}:${ports.mobile}`,
    web: network.publicUrl ?? `${web.tls ? "https" : "http"}://${reachable(web)}:${ports.web}`,
  };
}

/** A listener on every address is reached on this machine as localhost. */
function reachable({ host }: Listener): string {
  if (["loopback", "0.0.0.0", "::"].includes(host)) return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}

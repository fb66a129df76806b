import { networkInterfaces } from "node:os";
import { type Channel, type HttpSettings, listenerOf, type Ports } from "./settings.ts";

/** Under which names and origins we answer: from the settings and the bound ports, never from a request. */
export interface Names {
  /** Host header → does the browser speak https under that name? Undefined: not ours. */
  secure(channel: Channel, host: string): boolean | undefined;
  /** Exact origins whose pages may change state here and open sockets. */
  readonly origins: ReadonlySet<string>;
  /** Those among them that are not our own: their pages may read our answers. */
  readonly crossOrigins: ReadonlySet<string>;
  /** ws:// and wss:// origins that our own pages may connect to. */
  readonly socketOrigins: readonly string[];
  readonly https: boolean;
}

export function createNames(settings: HttpSettings, ports: Ports): Names {
  const publicUrls = [settings.network.publicUrl, settings.mobile.publicUrl].filter((url) => url !== null);
  const publicNames = publicUrls.map((url) => new URL(url).hostname);
  /** One that speaks TLS answers to its public name itself, at its own port; a plain one only through a proxy. */
  const namesOf = (channel: Channel) => {
    const { host, tls } = listenerOf(settings, channel);
    return tls ? [...new Set([...ownNames(host), ...publicNames])] : ownNames(host);
  };
  const hosts = new Map<string, boolean>();
  for (const channel of ["rest", "mobile", "web"] as const) {
    const { tls } = listenerOf(settings, channel);
    for (const name of namesOf(channel)) {
      hosts.set(`${channel} ${name}`, tls);
      hosts.set(`${channel} ${name}:${ports[channel]}`, tls);
    }
    for (const text of publicUrls) {
      const url = new URL(text);
      const secure = url.protocol === "https:" || url.protocol === "wss:";
      // A proxy's `Host $host` has no port, a browser's has it when it is not the scheme's own.
      for (const host of [url.host, url.hostname, `${url.hostname}:${url.port || (secure ? 443 : 80)}`]) {
        hosts.set(`${channel} ${host}`, secure || tls);
      }
    }
  }
  const origins = new Set(settings.network.allowedOrigins);
  const { publicUrl } = settings.network;
  if (publicUrl !== null) origins.add(new URL(publicUrl).origin);
  for (const channel of ["rest", "web"] as const) {
    const scheme = listenerOf(settings, channel).tls ? "https" : "http";
    for (const name of namesOf(channel)) origins.add(new URL(`${scheme}://${name}:${ports[channel]}`).origin);
  }
  return {
    secure: (channel, host) => hosts.get(`${channel} ${host.toLowerCase()}`),
    origins,
    crossOrigins: new Set(settings.network.allowedOrigins),
    socketOrigins: [
      // `'self'` is not ws in every browser, and a policy cannot name an IPv6 address (CSP 3 §2.3.1: host-source).
      ...(["mobile", "web"] as const).flatMap((channel) =>
        namesOf(channel)
          .filter((name) => !name.startsWith("["))
          .map((name) => `${listenerOf(settings, channel).tls ? "wss" : "ws"}://${name}:${ports[channel]}`),
      ),
      ...publicUrls.map((url) => new URL(url.replace(/^http/, "ws")).origin),
    ],
    https: publicUrl?.startsWith("https:") ?? false,
  };
}

const loopback = ["localhost", "127.0.0.1", "[::1]"];

function ownNames(host: string): string[] {
  if (host === "loopback") return loopback;
  if (host !== "0.0.0.0" && host !== "::") return [...new Set([bracketed(host), ...loopback])];
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return [...new Set([...loopback, ...addresses.map(({ address }) => bracketed(address.toLowerCase()))])];
}

const bracketed = (host: string) => (host.includes(":") ? `[${host}]` : host.toLowerCase());

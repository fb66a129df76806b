import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { inspect } from "node:util";
import { afterAll } from "vitest";
import { createAllowList, createClientAddress, createRefusals } from "../../src/access/index.ts";
import type { HttpDeps } from "../../src/http/deps.ts";
import { createHttp, type HttpSettings, type Ports } from "../../src/http/index.ts";
import { type Log, silentAccessLog, silentLog } from "../../src/log/index.ts";
import { createRealtime, type Realtime, type RealtimeSettings } from "../../src/realtime/index.ts";
import { type FakeDomains, fakeDomains } from "./doors-domains.ts";
import { digest, FakeSessions, newId, status } from "./doors-world.ts";
import { unlimited } from "./limits.ts";

export interface Doors {
  readonly ports: Ports;
  readonly sessions: FakeSessions;
  readonly domains: FakeDomains;
  readonly realtime: Realtime;
  readonly logged: string[];
  close(drainMs?: number): Promise<void>;
}

const anyPort = { host: "loopback", port: 0, tls: false };
export const doorSettings: HttpSettings = {
  gateway: anyPort,
  web: anyPort,
  mobile: { ...anyPort, publicUrl: null },
  network: { publicUrl: null, allowedOrigins: null },
};

const forwarding = { network: { trustedProxies: [] }, web: { trustForwarded: false } };

/** The doors on free ports of this machine, before domains that only answer. Closed at the end of the test file. */
export async function openDoors(
  changes: Partial<Omit<HttpDeps, "settings">> & {
    settings?: Partial<HttpSettings>;
    sockets?: Partial<RealtimeSettings>;
  } = {},
): Promise<Doors> {
  const sessions = new FakeSessions();
  const domains = fakeDomains(sessions);
  const logged: string[] = [];
  const say = (message: string, fields?: object, error?: unknown) =>
    void logged.push(`${message} ${JSON.stringify(fields)} ${inspect(error)}`);
  const log: Log = { ...silentLog, warn: say, error: say };
  const base = {
    ...domains,
    ...unlimited,
    entry: sessions.entry,
    refusals: createRefusals(Date.now),
    clock: changes.clock ?? Date.now,
    newId,
    log,
    accessLog: changes.accessLog ?? silentAccessLog,
  };
  const realtime = createRealtime({
    ...base,
    settings: {
      maxConnections: () => 100,
      strangersPerAddress: 100,
      heartbeatMs: 30_000,
      ...changes.sockets,
    },
  });
  const http = createHttp({
    ...base,
    findClientAddress: createClientAddress(() => forwarding),
    allowList: createAllowList(() => null),
    isProxy: () => false,
    roomSize: () => ({ perAddress: 1_000, inAll: 4_000 }),
    status: async () => status,
    connections: realtime.connections,
    upgrade: realtime.upgrade,
    webRoot: "/nowhere",
    digest,
    ...changes,
    settings: { ...doorSettings, ...changes.settings },
  });
  const ports = await http.listen();
  const close = async (drainMs = 0) => {
    await realtime.close(drainMs);
    await http.close(drainMs);
  };
  afterAll(() => close());
  return { ports, sessions, domains, realtime, logged, close };
}

export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly json: Record<string, unknown>;
}

export interface Ask {
  readonly method?: string;
  readonly headers?: Record<string, string | string[]>;
  readonly body?: unknown;
  /** Sent as it is. */
  readonly bytes?: Buffer | string;
  readonly host?: string;
  /** The client's own address: any of this machine. */
  readonly from?: string;
}

/** One request on a connection of its own, with the target exactly as given (fetch would tidy it up). */
export function ask(
  port: number,
  path: string,
  { method = "GET", headers = {}, body, bytes, host, from }: Ask = {},
) {
  const payload = bytes ?? (body === undefined ? undefined : JSON.stringify(body));
  const type: Record<string, string> = payload === undefined ? {} : { "content-type": "application/json" };
  return new Promise<Answered>((resolve, reject) => {
    const request = httpRequest(
      {
        ...{ host: host ?? "127.0.0.1", port, path, method, agent: false },
        headers: { ...type, ...headers },
        ...(from === undefined ? {} : { localAddress: from }),
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString();
          const json =
            /^application.(problem.)?json/.test(response.headers["content-type"] ?? "") && text
              ? JSON.parse(text)
              : {};
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json });
        });
        response.on("error", reject);
      },
    );
    request.on("error", reject);
    request.end(payload);
  });
}

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
export const cookie = (value: string, port: number, csrf = `csrf-${value}`) => ({
  cookie: `entobot_session=${value}`,
  origin: `http://127.0.0.1:${port}`,
  "x-csrf-token": csrf,
});

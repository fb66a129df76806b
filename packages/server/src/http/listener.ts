import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import type { Server as TlsServer } from "node:https";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { Failure } from "../pure/failure.ts";
import { mostHeaders } from "./checks/headers.ts";
import type { ConnectionRoom, Guest } from "./connection-room.ts";
import { type Channel, portKeys } from "./settings.ts";
import { createStalledAnswers } from "./stalled-answers.ts";
import { createTlsServer, type TlsServerOptions } from "./tls-server.ts";

/** How long a peer may take. A test makes them short. */
export interface Patience {
  readonly headersMs: number;
  readonly requestMs: number;
  readonly keepAliveMs: number;
  /** Without taking anything of an answer that waits for it. */
  readonly stalledMs: number;
}
export const patience: Patience = {
  headersMs: 10_000,
  requestMs: 30_000,
  keepAliveMs: 65_000,
  stalledMs: 30_000,
};

export interface Listener {
  readonly port: number;
  readonly addresses: readonly string[];
  /** Stops accepting, lets running requests finish for `drainMs`, then cuts them. */
  close(drainMs: number): Promise<void>;
}

export interface ListenerOptions {
  readonly channel: Channel;
  readonly host: string;
  readonly port: number;
  readonly patience: Patience;
  readonly onRequest: RequestListener;
  readonly onUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** The bytes were no HTTP, too many or too slow: writes a last word and ends the socket. */
  readonly onClientError: (error: NodeJS.ErrnoException, socket: Socket) => void;
  readonly room: ConnectionRoom;
  /** One too many: not let in, let go to make room, or asks too much at once. It is destroyed after this. */
  readonly onCrowded: (socket: Socket) => void;
  /** It does not take its answer. It is destroyed after this. */
  readonly onStalled: (socket: Socket) => void;
  /** Absent: plain HTTP. */
  readonly tls?: Pick<TlsServerOptions, "source" | "pace" | "admits" | "onRefused" | "onPlain" | "onFailed">;
}

type AnyServer = Server | TlsServer;

/**
 * Requests of one connection at once. No client of ours asks again before it has its answer, and a packet of those that
 * will not be read costs forty times its size.
 */
const mostAtOnce = 16;

function boundRequests({ onRequest, onCrowded }: ListenerOptions): RequestListener {
  const open = new WeakMap<Socket, number>();
  return (request, response) => {
    const { socket } = request;
    const before = open.get(socket) ?? 0;
    // The parser goes on to the end of the packet.
    if (socket.destroyed) return;
    if (before >= mostAtOnce) {
      onCrowded(socket);
      socket.destroy();
      return;
    }
    open.set(socket, before + 1);
    response.once("close", () => open.set(socket, (open.get(socket) ?? 1) - 1));
    onRequest(request, response);
  };
}

/** Opens one listener; on "loopback" at 127.0.0.1 and at ::1 with the same port, where there is IPv6. */
export async function openListener(options: ListenerOptions): Promise<Listener> {
  if (options.host !== "loopback") {
    const server = await bind(options, options.host, options.port);
    return listenerOf([server]);
  }
  for (let attempt = 1; ; attempt++) {
    const first = await bind(options, "127.0.0.1", options.port);
    try {
      const second = await bind(options, "::1", portOf(first));
      return listenerOf([first, second]);
    } catch (error) {
      if (isAddressFamilyMissing(error)) return listenerOf([first]);
      await ended(first, 0);
      // A free port of one family may be taken in the other: another one then.
      if (options.port !== 0 || attempt === 20) throw error;
    }
  }
}

/** IPv6 is absent or switched off. */
function isAddressFamilyMissing(error: unknown): boolean {
  const code = ((error as Error).cause as NodeJS.ErrnoException | undefined)?.code;
  return code === "EADDRNOTAVAIL" || code === "EAFNOSUPPORT" || code === "EINVAL";
}

interface Traffic {
  /** Upgraded ones are no longer ours: who took them closes them. */
  readonly guests: Set<Guest>;
  readonly answering: Set<ServerResponse>;
}
const trafficOf = new WeakMap<AnyServer, Traffic>();

function watchTraffic(server: AnyServer, { room, patience, onCrowded, onStalled }: ListenerOptions): void {
  const traffic: Traffic = { guests: new Set(), answering: new Set() };
  trafficOf.set(server, traffic);
  const stalled = createStalledAnswers(patience.stalledMs, (socket) => {
    onStalled(socket);
    socket.destroy();
  });
  const letGo = (socket: Socket) => {
    onCrowded(socket);
    socket.destroy();
  };
  server.on("connection", (socket) => {
    // Gone before we saw it, or turned away already.
    if (socket.destroyed || socket.remoteAddress === undefined) return socket.destroy();
    const guest = room.enter(socket, letGo);
    if (!guest) return letGo(socket);
    traffic.guests.add(guest);
    socket.once("close", () => {
      traffic.guests.delete(guest);
      guest.leave();
    });
  });
  server.on("upgrade", ({ socket }) => {
    const guest = room.find(socket);
    if (!guest) return;
    traffic.guests.delete(guest);
    guest.leave();
  });
  server.on("request", (request, response) => {
    traffic.answering.add(response);
    stalled.watch(response);
    response.once("close", () => traffic.answering.delete(response));
    const guest = room.find(request.socket);
    if (guest) keepWhileAnswered(guest, request, response);
  });
}

/**
 * Only our own work keeps a connection from resting (S15). What waits for the peer is none: a body that is not here yet,
 * and an answer behind one that the peer does not read, which may be for ever.
 */
function keepWhileAnswered(guest: Guest, request: IncomingMessage, response: ServerResponse): void {
  let end: (() => void) | undefined;
  const begin = () => {
    const isHere = request.complete || !hasBody(request);
    const isNext = response.socket !== null;
    if (isHere && isNext && !response.writableEnded) end ??= guest.begin();
  };
  // It has asked: whoever rests longer goes first.
  guest.begin()();
  begin();
  request.once("end", begin);
  response.once("socket", begin);
  // All of the answer is on its way; how fast the peer reads it is the peer's affair.
  response.once("prefinish", () => end?.());
  response.once("close", () => end?.());
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;

function createFor(options: ListenerOptions): AnyServer {
  const { patience, tls } = options;
  const onRequest = boundRequests(options);
  const http = {
    maxHeaderSize: 16 * 1024,
    headersTimeout: patience.headersMs,
    requestTimeout: patience.requestMs,
    keepAliveTimeout: patience.keepAliveMs,
    connectionsCheckingInterval: Math.min(2_000, patience.headersMs),
    requireHostHeader: false,
    noDelay: true,
  };
  return tls
    ? createTlsServer({ ...tls, http, handshakeMs: patience.headersMs, onRequest })
    : createServer(http, onRequest);
}

async function bind(options: ListenerOptions, host: string, port: number): Promise<AnyServer> {
  const server = createFor(options);
  // One more than we accept, so that the door sees the excess that Node would drop silently.
  server.maxHeadersCount = mostHeaders + 1;
  server.maxRequestsPerSocket = 10_000;
  watchTraffic(server, options);
  server.on("upgrade", options.onUpgrade);
  server.on("clientError", options.onClientError);
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause) => reject(refusal(options.channel, host, port, cause)));
    server.listen({ host, port, backlog: 1024 }, resolve);
  });
  server.removeAllListeners("error");
  server.on("error", () => {});
  return server;
}

function refusal(channel: Channel, host: string, port: number, cause: NodeJS.ErrnoException): Failure {
  const key = portKeys[channel];
  const why: Record<string, string> = {
    EADDRINUSE: "another program listens there. Stop it, or set another port (0 takes any free one)",
    EACCES: "this user may not listen there. Ports below 1024 need a privilege; choose a higher one",
    EADDRNOTAVAIL: "this machine has no such address",
  };
  const reason = why[cause.code ?? ""] ?? `it cannot be opened (${cause.code ?? "unknown"})`;
  return new Failure("listener_unavailable", { text: `${key}: ${host} port ${port}: ${reason}.`, cause });
}

function portOf(server: AnyServer): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("not listening");
  return address.port;
}

function listenerOf(servers: readonly [AnyServer, ...AnyServer[]]): Listener {
  return {
    port: portOf(servers[0]),
    addresses: servers.map((server) => (server.address() as { address: string }).address),
    close: async (drainMs) => {
      await Promise.all(servers.map((server) => ended(server, drainMs)));
    },
  };
}

async function ended(server: AnyServer, drainMs: number): Promise<void> {
  server.close();
  const { guests, answering } = trafficOf.get(server) ?? { guests: new Set<Guest>(), answering: new Set() };
  for (const deadline = Date.now() + drainMs; answering.size > 0 && Date.now() < deadline; ) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  for (const { socket } of guests) socket.destroy();
}

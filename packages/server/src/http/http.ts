import type { IncomingMessage, RequestListener } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { EdgeReason } from "@entobot/contract/edge";
import type { ErrorCode } from "@entobot/contract/error-codes";
import type { RequestId } from "@entobot/contract/ids";
import { peerAddress } from "../pure/address.ts";
import { asFailure, Failure } from "../pure/failure.ts";
import { createAccessLines } from "./access-lines.ts";
import { type Answer, answerOf } from "./answer.ts";
import { settlePlace } from "./checks/address-budget.ts";
import { watchAddress } from "./checks/allow-list.ts";
import { createConnectionRoom } from "./connection-room.ts";
import { crossOriginHeaders, isPreflight, preflightAnswer } from "./cross-origin.ts";
import type { HttpDeps } from "./deps.ts";
import { apiDoor, type DoorDeps, fileDoor, passDoor, preflightDoor, socketDoor } from "./door.ts";
import { errorStatus } from "./error-status.ts";
import { type Exchange, newExchange, userAgentOf } from "./exchange.ts";
import { createHandshakePace } from "./handshake-pace.ts";
import { refuseBytes, writeLastWord } from "./last-word.ts";
import { type Listener, type ListenerOptions, openListener, patience } from "./listener.ts";
import { createLiveFeed } from "./live-feed.ts";
import { createNames, type Names } from "./names.ts";
import { problemOf } from "./problem.ts";
import { recordRefusal, refuse } from "./refusal.ts";
import { allRoutes } from "./routes/all-routes.ts";
import { type Headers, securityHeaders } from "./security-headers.ts";
import { createApp, type Found, type Serve } from "./server.ts";
import { type Channel, listenerOf, type Ports } from "./settings.ts";
import { type Files, loadFiles } from "./static.ts";

export interface Http {
  /** Opens the three listeners, or none: throws a Failure that names the key of the one that could not be opened. */
  listen(): Promise<Ports>;
  /** Ends live streams, stops accepting, lets requests finish for `drainMs`, then cuts them. */
  close(drainMs: number): Promise<void>;
}

const channels = ["rest", "mobile", "web"] as const;

export function createHttp(deps: HttpDeps): Http {
  const feed = createLiveFeed(deps);
  const routes = allRoutes({ ...deps, feed });
  const lines = createAccessLines(deps.accessLog, deps.refusals);
  const pace = createHandshakePace();
  const room = createConnectionRoom({ size: deps.roomSize, isProxy: deps.isProxy });
  const open = new Map<Channel, Listener>();
  const chosen = (channel: Channel) => open.get(channel)?.port ?? listenerOf(deps.settings, channel).port;
  const portsNow = (): Ports => ({ rest: chosen("rest"), mobile: chosen("mobile"), web: chosen("web") });
  let names: Names;
  let headers: Readonly<Record<Channel, Headers>>;
  let files: Files;

  /** Free ports are known only when they are bound, names and policies after that. */
  function settle(): void {
    names = createNames(deps.settings, portsNow());
    const headersOf = (channel: Channel) =>
      securityHeaders(names.socketOrigins, names.https || listenerOf(deps.settings, channel).tls);
    headers = { rest: headersOf("rest"), mobile: headersOf("mobile"), web: headersOf("web") };
  }

  const doorDeps = (): DoorDeps => ({ ...deps, names });

  function exchangeOf(channel: Channel, request: IncomingMessage, found: Found, signal: () => AbortSignal) {
    const { headers, socket } = request;
    const from = deps.findClientAddress({ channel, peer: socket.remoteAddress, headers });
    return newExchange({ channel, request, from, requestId: deps.newId<RequestId>("req"), ...found, signal });
  }

  async function throughApi(exchange: Exchange): Promise<Answer> {
    Object.assign(exchange.headers, crossOriginHeaders(exchange.request, names));
    const refused = await passDoor(apiDoor, exchange, doorDeps());
    settlePlace(exchange, refused?.error);
    return refused ? refuse(exchange, refused, doorDeps()) : answerOf(exchange);
  }

  async function throughPreflight(exchange: Exchange): Promise<Answer> {
    const refused = await passDoor(preflightDoor, exchange, doorDeps());
    if (refused) return refuse(exchange, refused, doorDeps());
    return preflightAnswer(crossOriginHeaders(exchange.request, names));
  }

  async function throughFiles(exchange: Exchange): Promise<Answer> {
    const refused = await passDoor(fileDoor, exchange, doorDeps());
    return refused ? refuse(exchange, refused, doorDeps()) : files.answer(exchange);
  }

  /** For a fault in the door itself, or in what it reports a fault to. */
  function lastResort({ requestId }: Exchange): Answer {
    const problem = problemOf(new Failure("internal"), requestId);
    const type = { "content-type": "application/problem+json" };
    return { status: problem.status, headers: type, body: JSON.stringify(problem) };
  }

  function serve(channel: Channel): Serve {
    return async (request, found, signal) => {
      const exchange = exchangeOf(channel, request, found, signal);
      const tell = lines.begin(exchange);
      // The framework would answer with the error's own words.
      const answer = await throughDoor(exchange).catch(() => lastResort(exchange));
      tell(answer.status);
      return answer;
    };
  }

  function throughDoor(exchange: Exchange): Promise<Answer> {
    const { channel, request } = exchange;
    if (isPreflight(request)) return throughPreflight(exchange);
    const reading = request.method === "GET" || request.method === "HEAD";
    const page = channel === "web" && reading && !/^\/(?:api|ws)(?:[/?]|$)/.test(request.url ?? "");
    return page ? throughFiles(exchange) : throughApi(exchange);
  }

  async function upgrade(channel: Channel, request: IncomingMessage, socket: Duplex, head: Buffer) {
    socket.on("error", () => socket.destroy());
    const found: Found = { route: undefined, allowed: [], rawParams: undefined };
    const exchange = exchangeOf(channel, request, found, () => AbortSignal.abort());
    const tell = lines.begin(exchange);
    let refusedWith: Failure | undefined;
    const refuseWith = (error: unknown) => {
      refusedWith = asFailure(error);
      writeLastWord(socket, refusedWith, exchange.requestId, headers[channel]);
      tell(errorStatus[refusedWith.code]);
    };
    const refuseLate = (error: unknown) => {
      refuseWith(error);
      const reason = refusedWith?.code === "shutting_down" ? "too_many_connections" : refusedWith?.code;
      if (reason) deps.refusals.note({ door: channel, reason, address: exchange.address });
    };
    const refused = await passDoor(socketDoor, exchange, doorDeps());
    if (refused) {
      recordRefusal(exchange, refused, doorDeps());
      return refuseWith(refused.error);
    }
    if (channel !== "mobile" && (channel !== "web" || exchange.path !== "/ws")) {
      return refuseLate(new Failure("not_found", { text: "There is no socket at this path." }));
    }
    const { address, requestId } = exchange;
    deps.upgrade({
      request,
      socket,
      head,
      address,
      userAgent: userAgentOf(request),
      channel,
      requestId,
      whileAdmitted: (refused) => watchAddress(exchange, deps, refused),
      refuse: refuseLate,
    });
    if (!refusedWith) tell(101);
  }

  const crowded = (channel: Channel, socket: Socket) =>
    refuseConnection(channel, socket, {
      outcome: "too_many_connections",
      code: "rate_limited",
      check: "connections",
    });

  /** Before it asked anything: a line, a count, and one event of many in the record. */
  function refuseConnection(
    channel: Channel,
    socket: Socket,
    why: { outcome: EdgeReason; code: ErrorCode; check: string },
  ): void {
    const { outcome, code, check } = why;
    const requestId = deps.newId<RequestId>("req");
    lines.unread(channel, socket, outcome, requestId, outcome);
    const address = peerAddress(socket.remoteAddress) || null;
    deps.audit.note(
      { principal: { kind: "stranger" }, address, userAgent: null, channel, requestId },
      {
        ...{ event: "request_refused", outcome: "denied", severity: "warning" },
        details: { code, check, channel },
      },
    );
  }

  /** Never in the clear for want of a certificate. */
  function tlsFor(channel: Channel): NonNullable<ListenerOptions["tls"]> {
    const source = deps.tls;
    if (!source) throw new Failure("configuration", { text: "TLS is on, and there is no certificate." });
    return {
      source,
      pace: (address) => deps.isProxy(address) || pace(address),
      // People in a browser are told in words; a program is not worth a handshake. A proxy speaks for others.
      admits: (address) => channel === "web" || deps.isProxy(address) || deps.allowList.admits(address),
      onRefused: (socket) =>
        refuseConnection(channel, socket, {
          outcome: "address_refused",
          code: "address_refused",
          check: "allow-list",
        }),
      onPlain(socket) {
        const failure = new Failure("invalid_request", {
          text: "This port speaks TLS: use https:// or wss://.",
        });
        const requestId = deps.newId<RequestId>("req");
        lines.unread(channel, socket, errorStatus[failure.code], requestId, "tls_failed");
        writeLastWord(socket, failure, requestId, headers[channel]);
        socket.resume();
      },
      onFailed: (socket, reason) => lines.unread(channel, socket, reason, deps.newId<RequestId>("req")),
    };
  }

  async function openOne(channel: Channel, onRequest: RequestListener): Promise<void> {
    const { host, port, tls } = listenerOf(deps.settings, channel);
    const listener = await openListener({
      ...(tls ? { tls: tlsFor(channel) } : {}),
      channel,
      host,
      port,
      patience: deps.patience ?? patience,
      room,
      onCrowded: (socket) => crowded(channel, socket),
      onStalled: (socket) => lines.unread(channel, socket, "too_slow", deps.newId<RequestId>("req")),
      onRequest,
      onUpgrade: (request, socket, head) => {
        upgrade(channel, request, socket, head).catch(() => socket.destroy());
      },
      onClientError: (error, socket: Socket) => {
        const requestId = deps.newId<RequestId>("req");
        const status = refuseBytes(error, socket, requestId, headers[channel]);
        if (status !== undefined) lines.unread(channel, socket, status, requestId);
      },
    });
    open.set(channel, listener);
    settle();
    deps.log.info("listening", { channel, port: listener.port, addresses: listener.addresses.join(" ") });
  }

  async function close(drainMs: number): Promise<void> {
    feed.stop();
    await Promise.all([...open.values()].map((listener) => listener.close(drainMs)));
    open.clear();
  }

  return {
    async listen() {
      settle();
      files = await loadFiles(deps.webRoot, deps.digest);
      try {
        for (const channel of channels) {
          const own = channel === "mobile" ? [] : routes;
          await openOne(channel, await createApp(own, serve(channel), () => headers[channel]));
        }
      } catch (error) {
        await close(0);
        throw error;
      }
      return portsNow();
    },
    close,
  };
}

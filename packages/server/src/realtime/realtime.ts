import type { Duplex } from "node:stream";
import { closeCodes } from "@entobot/contract/close-codes";
import type { ErrorCode } from "@entobot/contract/error-codes";
import type { DeviceId } from "@entobot/contract/ids";
import { limits } from "@entobot/contract/limits";
import { type WebSocket, WebSocketServer } from "ws";
import { asFailure, Failure } from "../pure/failure.ts";
import type { Handshake, RealtimeDeps } from "./deps.ts";
import { type FrameExchange, passFrameDoor } from "./frame-door.ts";
import { Inbox } from "./inbox.ts";
import { Phone } from "./phone.ts";
import { createPulse } from "./pulse.ts";
import { recordFrame } from "./record-frame.ts";
import { createStrangers } from "./strangers.ts";

/** A phone, what it has open beside, and what it left without a word. */
const mostOfDevice = 16;

/** A socket that the allow-list turns away is closed within a second, this long after its farewell at the latest. */
const shortFarewellMs = 500;

/** Refusals that a repeat only meets again. */
const comeLater: ReadonlySet<ErrorCode> = new Set(["busy", "rate_limited"]);

export interface Realtime {
  /** Takes a handshake that passed the door of its listener. Never throws. */
  upgrade(handshake: Handshake): void;
  readonly connections: () => number;
  isConnected(device: DeviceId): boolean;
  /** Refuses new sockets and tells the open ones to reconnect; cuts what is left after `drainMs`. */
  close(drainMs: number): Promise<void>;
}

export function createRealtime(deps: RealtimeDeps): Realtime {
  const phones = new Set<Phone>();
  const { maxConnections, heartbeatMs } = deps.settings;
  const strangers = createStrangers(deps, (phone, failure) => {
    recordFrame(phone, failure, "connections", deps);
    deps.refusals.note({ door: "mobile", reason: "too_many_connections", address: phone.address });
    phone.fail(failure);
    // After its farewell has left, and whether it takes it or not.
    setImmediate(() => phone.cut());
  });
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: limits.frameBytesBeforeAuthentication,
  });
  /** The library's own answer to a handshake that is none would lack the headers of all others. */
  const handshakes = new WeakMap<Duplex, Handshake>();
  server.on("wsClientError", (_error, socket) =>
    handshakes
      .get(socket)
      ?.refuse(new Failure("invalid_request", { text: "This is no WebSocket handshake." })),
  );
  const pulse = createPulse(phones, deps.clock, heartbeatMs, (phone) => {
    const failure = new Failure("authentication_timeout");
    recordFrame(phone, failure, "deadline", deps);
    phone.fail(failure);
  });
  let stopping = false;

  /** A stranger who goes on and on is let go. */
  function isTooMuch(phone: Phone): boolean {
    try {
      if (!phone.signedIn) strangers.heard(phone);
      return false;
    } catch (error) {
      const failure = asFailure(error);
      recordFrame(phone, failure, "stranger-frames", deps);
      phone.fail(failure);
      phone.close(closeCodes.rateLimited, failure.code);
      return true;
    }
  }

  async function handle(phone: Phone, inbox: Inbox, bytes: Buffer): Promise<void> {
    if (phone.closing || isTooMuch(phone)) return;
    const exchange: FrameExchange = {
      ...{ phone, bytes, object: {}, id: undefined },
      ...{ route: undefined, call: undefined, place: undefined, frame: undefined },
    };
    const wasStranger = phone.signedIn === null;
    const refused = await passFrameDoor(exchange, deps);
    if (wasStranger && phone.signedIn) known(phone);
    if (!refused) return;
    phone.fail(refused.failure, exchange.id);
    if (comeLater.has(refused.failure.code)) inbox.rest();
    recordFrame(phone, refused.failure, refused.check, deps, exchange.call);
  }

  const unwatch = new Map<Phone, () => void>();
  /** In the order in which they proved the device. */
  const socketsOf = new Map<DeviceId, Set<Phone>>();

  /** One token must not take everybody's place. The newest is the one that somebody looks at. */
  function join(phone: Phone): void {
    const device = phone.signedIn?.principal.deviceId;
    if (!device) return;
    const sockets = socketsOf.get(device) ?? new Set<Phone>();
    socketsOf.set(device, sockets.add(phone));
    const [oldest] = sockets;
    if (sockets.size <= mostOfDevice || !oldest) return;
    sockets.delete(oldest);
    const text = "This device has too many connections: the oldest was closed.";
    const failure = new Failure("rate_limited", { text, retryAfter: 5 });
    recordFrame(oldest, failure, "connections", deps);
    oldest.fail(failure);
    oldest.close(closeCodes.rateLimited, failure.code);
    // After its farewell has left, and whether it takes it or not.
    setImmediate(() => oldest.cut());
  }

  function part(phone: Phone): void {
    const device = phone.signedIn?.principal.deviceId;
    if (!device) return;
    const sockets = socketsOf.get(device);
    sockets?.delete(phone);
    if (sockets?.size === 0) socketsOf.delete(device);
  }

  function known(phone: Phone): void {
    const id = phone.signedIn?.principal.sessionId;
    if (id === undefined || !phones.has(phone)) return;
    strangers.remove(phone);
    const ended = () => phone.fail(new Failure("session_ended"));
    unwatch.set(phone, deps.identity.sessions.watch(id, ended));
    join(phone);
  }

  function forget(phone: Phone, inbox: Inbox): void {
    if (!phones.delete(phone)) return;
    const unwatchThis = unwatch.get(phone);
    unwatch.delete(phone);
    if (unwatchThis) {
      unwatchThis();
      part(phone);
    } else {
      strangers.remove(phone);
      if (!phone.proved && !stopping) strangers.charge(phone);
    }
    inbox.clear();
    deps.assistant.unsubscribe(phone);
    if (phones.size === 0) pulse.stop();
  }

  /** The allow-list in force does not admit its address any more. Whether it takes its farewell or not, it goes. */
  function turnAway(phone: Phone): void {
    const failure = new Failure("address_refused");
    recordFrame(phone, failure, "allow-list", deps);
    phone.fail(failure);
    setTimeout(() => phone.cut(), shortFarewellMs).unref();
  }

  function open(ws: WebSocket, { socket, address, userAgent, whileAdmitted }: Handshake): void {
    const phone = new Phone(ws, socket, { address, userAgent, now: deps.clock() });
    const inbox: Inbox = new Inbox((bytes) => handle(phone, inbox, bytes), phone);
    phone.onAnswered = () => inbox.wake();
    phones.add(phone);
    strangers.add(phone);
    pulse.start();
    const heard = () => {
      phone.heardAt = deps.clock();
      phone.asked = false;
    };
    ws.on("message", (data) => {
      heard();
      inbox.take(data as Buffer);
    });
    ws.on("pong", heard);
    // A frame that breaks the protocol or its size; the library closes the socket with the right code itself.
    ws.on("error", () => recordFrame(phone, new Failure("invalid_request"), "protocol", deps));
    const unwatchAddress = whileAdmitted(() => turnAway(phone));
    ws.on("close", () => {
      unwatchAddress();
      forget(phone, inbox);
    });
  }

  return {
    upgrade(handshake) {
      const { request, socket, head, address, refuse } = handshake;
      if (stopping) return refuse(new Failure("shutting_down"));
      try {
        strangers.makeRoom(address, phones.size >= maxConnections());
      } catch (error) {
        return refuse(error);
      }
      handshakes.set(socket, handshake);
      server.handleUpgrade(request, socket, head, (ws) => open(ws, handshake));
    },
    connections: () => phones.size,
    isConnected: (device) => socketsOf.has(device),
    async close(drainMs) {
      stopping = true;
      for (const phone of phones) phone.fail(new Failure("shutting_down"));
      const deadline = Date.now() + drainMs;
      while (phones.size > 0 && Date.now() < deadline)
        await new Promise((resolve) => setTimeout(resolve, 20));
      for (const phone of phones) phone.cut();
      pulse.stop();
    },
  };
}

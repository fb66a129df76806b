import type { RequestListener } from "node:http";
import { createServer, type Server, type ServerOptions } from "node:https";
import type { Socket } from "node:net";
import type { SecureContextOptions, TLSSocket } from "node:tls";
import { peerAddress } from "../pure/address.ts";
import { connectionKey } from "./connection-key.ts";
import type { HandshakePace } from "./handshake-pace.ts";

/** How TLS is spoken, with the pair that is in force now. Handed in: this floor knows no cryptography. */
export interface TlsSource {
  options(): SecureContextOptions;
  /** Returns the end of it. */
  onChange(listener: () => void): () => void;
}

export interface TlsServerOptions {
  readonly source: TlsSource;
  readonly http: ServerOptions;
  /** From the connection to the end of the handshake. */
  readonly handshakeMs: number;
  readonly pace: HandshakePace;
  /** Whether a peer of this address may shake hands at all; asked before a byte is read. */
  readonly admits: (address: string) => boolean;
  /** One that may not. It is destroyed after this. */
  readonly onRefused: (socket: Socket) => void;
  readonly onRequest: RequestListener;
  /** The peer spoke, but not TLS. Takes the socket. */
  readonly onPlain: (socket: Socket) => void;
  /** No handshake came about; why, in a word. The connection ends. */
  readonly onFailed: (socket: Pick<Socket, "remoteAddress">, reason: string) => void;
}

/** First byte of every TLS record with a handshake in it (RFC 8446 §5.1). */
const handshakeRecord = 0x16;

/**
 * Connections of one server that have not finished their handshake: each costs more memory than a plain one. Beyond, the
 * one that has taken longest is let go: whoever means it has finished long before.
 */
const mostUnfinished = 1_000;

interface Unfinished {
  finish(): void;
  fail(reason: string): void;
}

/**
 * An HTTPS server that takes a new certificate without closing a connection, and answers whoever speaks plain HTTP to
 * it in words rather than with a TLS alert.
 */
export function createTlsServer(options: TlsServerOptions): Server {
  const { source, onFailed } = options;
  const server = createServer(
    { ...options.http, ...source.options(), ALPNProtocols: ["http/1.1"] },
    options.onRequest,
  );
  server.once(
    "close",
    source.onChange(() => server.setSecureContext(source.options())),
  );
  lookAtFirstByte(server, options);
  // Node's own would treat a failed handshake as a bad request and write an answer into it.
  server.removeAllListeners("tlsClientError");
  server.on("tlsClientError", (error: NodeJS.ErrnoException, socket: TLSSocket) => {
    if (error.code !== "ECONNRESET") onFailed(socket, reasonOf(error));
    socket.destroy();
  });
  return server;
}

/** Node's listener takes a connection over when it has shown that it is TLS. */
function lookAtFirstByte(server: Server, options: TlsServerOptions): void {
  const { handshakeMs, pace, admits, onRefused, onPlain, onFailed } = options;
  const [handshake] = server.listeners("connection") as [(socket: Socket) => void];
  server.removeAllListeners("connection");
  const unfinished = new Map<string, Unfinished>();
  server.on("secureConnection", (socket) => unfinished.get(connectionKey(socket))?.finish());

  server.on("connection", (socket: Socket) => {
    const gone = () => socket.destroy();
    if (!admits(peerAddress(socket.remoteAddress))) {
      onRefused(socket);
      return gone();
    }
    const key = connectionKey(socket);
    const own: Unfinished = {
      finish() {
        clearTimeout(timer);
        if (unfinished.get(key) === own) unfinished.delete(key);
      },
      fail(reason) {
        own.finish();
        onFailed(socket, reason);
        gone();
      },
    };
    const timer = setTimeout(own.fail, handshakeMs, "too_slow");
    socket.on("error", gone);
    if (unfinished.size >= mostUnfinished) unfinished.values().next().value?.fail("too_many_handshakes");
    unfinished.set(key, own);
    socket.once("close", own.finish);
    socket.once("readable", () => {
      const bytes = socket.read() as Buffer | null;
      if (!bytes) return gone();
      if (bytes[0] !== handshakeRecord) {
        own.finish();
        return onPlain(socket);
      }
      if (!pace(peerAddress(socket.remoteAddress))) return own.fail("rate_limited");
      socket.unshift(bytes);
      handshake.call(server, socket);
    });
  });
}

/** `ERR_SSL_NO_SHARED_CIPHER` → `no_shared_cipher`. */
const reasonOf = ({ code = "unknown" }: NodeJS.ErrnoException): string =>
  code.replace(/^ERR_(?:SSL|TLS)_/, "").toLowerCase();

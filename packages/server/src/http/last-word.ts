import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { RequestId } from "@entobot/contract/ids";
import { Failure } from "../pure/failure.ts";
import { errorStatus } from "./error-status.ts";
import { problemOf } from "./problem.ts";
import type { Headers } from "./security-headers.ts";

/** Answers on a bare socket, where there is no response object: refused handshakes and bytes that are no HTTP. */
export function writeLastWord(
  socket: Duplex,
  failure: Failure,
  requestId: RequestId,
  headers: Headers,
  status?: number,
): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const problem = problemOf(failure, requestId);
  const body = JSON.stringify(status === undefined ? problem : { ...problem, status });
  const all: Headers = {
    ...headers,
    "content-type": "application/problem+json",
    "content-length": String(Buffer.byteLength(body)),
    connection: "close",
  };
  const code = status ?? problem.status;
  // The peer may keep its side open for ever.
  socket.once("finish", () => socket.destroy());
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${String(value)}`);
  socket.end(`HTTP/1.1 ${code} ${STATUS_CODES[code] ?? ""}\r\n${lines.join("\r\n")}\r\n\r\n${body}`);
}

/** What the parser could not take: too slow, too large, or not HTTP at all. The status, or undefined where nobody is there. */
export function refuseBytes(
  error: NodeJS.ErrnoException,
  socket: Socket,
  requestId: RequestId,
  headers: Headers,
): number | undefined {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return undefined;
  }
  const failure =
    error.code === "HPE_HEADER_OVERFLOW"
      ? new Failure("too_large", { text: "The headers are too large." })
      : error.code === "ERR_HTTP_REQUEST_TIMEOUT"
        ? new Failure("too_slow", { text: "The request took too long." })
        : new Failure("invalid_request", { text: "This is not HTTP." });
  const status = error.code === "HPE_HEADER_OVERFLOW" ? 431 : errorStatus[failure.code];
  writeLastWord(socket, failure, requestId, headers, status);
  return status;
}

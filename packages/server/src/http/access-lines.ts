import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { EdgeReason } from "@entobot/contract/edge";
import type { Refusals } from "../access/index.ts";
import type { AccessLog } from "../log/index.ts";
import { peerAddress } from "../pure/address.ts";
import type { Exchange } from "./exchange.ts";
import type { Channel } from "./settings.ts";

/** One line for every answer, whoever gave it. */
export interface AccessLines {
  /** Begun now, told when the answer is known: what a stream sends later is not part of it. */
  begin(exchange: Exchange): (status: number) => void;
  /** An answer to bytes that never became a request. */
  unread(
    channel: Channel,
    socket: Pick<Socket, "remoteAddress">,
    outcome: number | string,
    requestId: string,
    /** Where the outcome alone does not tell it. */
    reason?: EdgeReason,
  ): void;
}

/** They cost a stranger least, and must not fill the disk. Every one of them is counted all the same. */
const mostUnreadInSecond = 100;

export function createAccessLines(
  accessLog: Pick<AccessLog, "request">,
  refusals: Pick<Refusals, "note">,
): AccessLines {
  let second = 0;
  let written = 0;

  function hasRoom(): boolean {
    const now = Math.floor(performance.now() / 1000);
    if (now !== second) written = 0;
    second = now;
    written += 1;
    return written <= mostUnreadInSecond;
  }

  return {
    begin(exchange) {
      const began = performance.now();
      return (outcome) =>
        accessLog.request({
          address: exchange.address,
          channel: exchange.channel,
          ...asked(exchange.request),
          outcome,
          requestId: exchange.requestId,
          milliseconds: performance.now() - began,
        });
    },
    unread(channel, socket, outcome, requestId, reason = reasonOf(outcome)) {
      const address = peerAddress(socket.remoteAddress);
      if (hasRoom()) {
        accessLog.request({
          ...{ address, channel, method: "-", path: "-" },
          ...{ outcome, requestId, milliseconds: 0 },
        });
      }
      refusals.note({ door: channel, reason, address });
    },
  };
}

/** A status is what the bytes were answered with; a word, why a connection came to nothing before it had any. */
function reasonOf(outcome: number | string): EdgeReason {
  if (outcome === 431) return "too_large";
  if (outcome === 408 || outcome === "too_slow") return "too_slow";
  if (typeof outcome === "number") return "not_http";
  if (outcome === "rate_limited") return "rate_limited";
  return outcome.startsWith("too_many") ? "too_many_connections" : "tls_failed";
}

const asked = ({ method, url }: IncomingMessage) => ({ method: method ?? "-", path: url ?? "-" });

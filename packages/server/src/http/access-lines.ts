import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
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
  ): void;
}

export function createAccessLines(accessLog: Pick<AccessLog, "request">): AccessLines {
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
    unread: (channel, socket, outcome, requestId) =>
      accessLog.request({
        ...{ address: peerAddress(socket.remoteAddress), channel, method: "-", path: "-" },
        ...{ outcome, requestId, milliseconds: 0 },
      }),
  };
}

const asked = ({ method, url }: IncomingMessage) => ({ method: method ?? "-", path: url ?? "-" });

import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** What has left for the peer so far. It grows as long as the peer takes anything. */
interface Taken {
  readonly written: number;
  readonly queued: number;
  since: number;
}

/** The part of Node's handle that its own socket time-out goes by: what of the last write the system has not taken. */
interface Handle {
  readonly writeQueueSize?: number;
  /** Of TLS: the connection that carries it, whose queue moves in smaller steps. */
  readonly _parent?: Handle | null;
}
interface WithQueue {
  readonly _handle?: Handle | null;
}

const queueOf = (handle: Handle | null | undefined): number =>
  handle ? (handle.writeQueueSize ?? 0) + queueOf(handle._parent) : 0;

export interface StalledAnswers {
  watch(response: ServerResponse): void;
}

/**
 * Cuts connections whose peer does not take its answer: nothing of what waits for it has left for `stalledMs`. An answer
 * that has nothing waiting, like a stream that is quiet, may last. One clock for all of them, and none while nobody asks.
 */
export function createStalledAnswers(
  stalledMs: number,
  cut: (socket: Socket) => void,
  now: () => number = () => performance.now(),
): StalledAnswers {
  const answering = new Set<ServerResponse>();
  const taken = new WeakMap<Socket, Taken>();
  let timer: NodeJS.Timeout | undefined;

  function look(socket: Socket): void {
    const waiting = socket.writableLength;
    if (waiting === 0) {
      taken.delete(socket);
      return;
    }
    const written = socket.bytesWritten - waiting;
    const queued = queueOf((socket as WithQueue)._handle);
    const before = taken.get(socket);
    if (!before || before.written !== written || before.queued !== queued) {
      taken.set(socket, { written, queued, since: now() });
    } else if (now() - before.since >= stalledMs) {
      taken.delete(socket);
      cut(socket);
    }
  }

  function tick(): void {
    // One that waits behind another answer of its connection has no socket yet.
    for (const { socket } of answering) if (socket && !socket.destroyed) look(socket);
  }

  function settle(): void {
    if (answering.size > 0) {
      timer ??= setInterval(tick, Math.max(50, stalledMs / 6)).unref();
      return;
    }
    clearInterval(timer);
    timer = undefined;
  }

  return {
    watch(response) {
      answering.add(response);
      settle();
      response.once("close", () => {
        answering.delete(response);
        settle();
      });
    },
  };
}

import type { ClientFrame, ServerFrame } from "@entobot/contract/frames";
import { ApiError } from "./api-error.ts";
import { randomId } from "./base64url.ts";
import type { Environment } from "./environment.ts";
import { parseServerFrame } from "./server-frame.ts";

/** How a socket ended. 1006 (RFC 6455 §7.1.5): without a close frame, also when this side gave it up. */
export interface Closed {
  readonly code: number;
  /** The server's last `error` or `auth_error` that answered no request: why it closed. */
  readonly error: ApiError | undefined;
}

type Settle = (answer: ServerFrame | ApiError) => void;

/** One open socket: frames out, frames in, and answers matched to their requests by `id`. */
export interface Channel {
  send(frame: ClientFrame): void;
  /**
   * `settle` is called exactly once and in the same turn as the frame arrives: a platform may hand over several frames
   * before any promise continues, and what follows an answer must find it already applied.
   */
  ask(frame: ClientFrame, timeoutMs: number, settle: Settle): void;
  request(frame: ClientFrame, timeoutMs: number): Promise<ServerFrame>;
  /** Gives the socket up now, without waiting for the other side. */
  abandon(): void;
  readonly closed: Promise<Closed>;
  /** Milliseconds since the epoch of the last frame in. */
  readonly lastHeard: () => number;
}

const openTimeoutMs = 15_000;
const unreachable = () => new ApiError("unreachable", "The connection to the server was lost.");

export function openChannel(
  url: string,
  environment: Environment,
  onFrame: (frame: ServerFrame) => void,
): Promise<Channel> {
  return new Promise((opened, failed) => {
    const socket = environment.openSocket(url);
    const pending = new Map<string, Settle>();
    let lastHeard = environment.now();
    let lastError: ApiError | undefined;
    let over = false;
    const closed = Promise.withResolvers<Closed>();
    const cancelOpening = environment.setTimer(() => end(1006), openTimeoutMs);

    function end(code: number): void {
      if (over) return;
      over = true;
      cancelOpening();
      // Listeners are of no use any more: a socket that was given up may close minutes later.
      if (socket.readyState < 2) socket.close();
      closed.resolve({ code, error: lastError });
      failed(unreachable());
      for (const settle of [...pending.values()]) settle(unreachable());
    }

    const channel: Channel = {
      send(frame) {
        if (!over && socket.readyState === 1) socket.send(JSON.stringify(frame));
      },
      ask(frame, timeoutMs, settle) {
        if (over) return settle(unreachable());
        const id = frame.id ?? randomId();
        const cancelTimer = environment.setTimer(
          () => answer(new ApiError("unreachable", "The server did not answer in time.")),
          timeoutMs,
        );
        function answer(result: ServerFrame | ApiError): void {
          if (!pending.delete(id)) return;
          cancelTimer();
          settle(result);
        }
        pending.set(id, answer);
        channel.send({ ...frame, id });
      },
      request: (frame, timeoutMs) =>
        new Promise((resolve, reject) =>
          channel.ask(frame, timeoutMs, (result) =>
            result instanceof ApiError ? reject(result) : resolve(result),
          ),
        ),
      abandon: () => end(1006),
      closed: closed.promise,
      lastHeard: () => lastHeard,
    };

    socket.addEventListener("open", () => {
      cancelOpening();
      opened(channel);
    });
    socket.addEventListener("close", (event) => end(event.code));
    socket.addEventListener("error", () => end(1006));
    socket.addEventListener("message", (event) => {
      if (over) return;
      lastHeard = environment.now();
      const frame = parseServerFrame(event.data);
      if (frame === undefined) return;
      const settle = "id" in frame && frame.id !== undefined ? pending.get(frame.id) : undefined;
      if (frame.type === "error" || frame.type === "auth_error") {
        const error = errorOf(frame);
        lastError = error;
        if (settle !== undefined) return settle(error);
      } else settle?.(frame);
      onFrame(frame);
    });
  });
}

export function errorOf(frame: Extract<ServerFrame, { type: "error" | "auth_error" }>): ApiError {
  const retryAfter = "retry_after" in frame ? frame.retry_after : undefined;
  return new ApiError(frame.code, frame.message, retryAfter === undefined ? {} : { retryAfter });
}

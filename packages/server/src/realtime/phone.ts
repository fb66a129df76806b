import type { Duplex } from "node:stream";
import type { ServerFrame } from "@entobot/contract/frames";
import { limits } from "@entobot/contract/limits";
import type { WebSocket } from "ws";
import type { Subscriber } from "../assistant/index.ts";
import { Failure } from "../pure/failure.ts";
import type { PersonPrincipal } from "../pure/principal.ts";
import { cork } from "./cork.ts";
import { errorClose, isCredentialRefusal } from "./error-close.ts";
import { limitFrames } from "./frame-limit.ts";

/** Who is at the other end, once proved. The token is proved again with every frame, so a changed role counts at once. */
export interface SignedInPhone {
  readonly principal: PersonPrincipal;
  readonly token: string;
  /** Ms since the epoch. */
  readonly expiresAt: number;
}

/** What may wait unsent for one socket before the next frame. More: it is let go, and resumes when it can. */
const mostUnsent = 256 * 1024;

/** Frames that may wait for an ack. */
const mostHeld = 1_000;

/** One socket: what it has proved, and what is sent to it. */
export class Phone implements Subscriber {
  readonly address: string;
  readonly userAgent: string | null;
  readonly openedAt: number;
  /** When the peer was last heard, and whether it was asked since. Kept by the pulse. */
  heardAt: number;
  asked = false;
  /** Has shown a right credential, whatever became of it. */
  proved = false;
  /** An answer is complete. */
  onAnswered: () => void = () => {};
  #signedIn: SignedInPhone | null = null;
  #closing = false;
  #held: ServerFrame[] | null = null;
  readonly #ws: WebSocket;
  readonly #stream: Duplex;

  constructor(
    ws: WebSocket,
    stream: Duplex,
    from: { readonly address: string; readonly userAgent: string | null; readonly now: number },
  ) {
    this.#ws = ws;
    this.#stream = stream;
    this.address = from.address;
    this.userAgent = from.userAgent;
    this.openedAt = from.now;
    this.heardAt = from.now;
  }

  get signedIn(): SignedInPhone | null {
    return this.#signedIn;
  }

  get closing(): boolean {
    return this.#closing;
  }

  signIn(signedIn: SignedInPhone): void {
    this.#signedIn = signedIn;
    limitFrames(this.#ws, limits.frameBytes);
  }

  /** Frames of conversations. */
  push(frame: ServerFrame): void {
    if (frame.type === "message" && frame.role !== "user") this.onAnswered();
    if (!this.#held) this.send(frame);
    else if (this.#held.length < mostHeld) this.#held.push(frame);
    else this.#letGo();
  }

  /** What is pushed waits until `release`; what is sent does not. */
  hold(): void {
    this.#held ??= [];
  }

  /** In order, and as fast as the peer takes it; what is pushed meanwhile queues behind. */
  async release(): Promise<void> {
    for (let frame = this.#held?.shift(); frame; frame = this.#held?.shift()) {
      if (this.#full) await this.drained();
      this.send(frame);
    }
    this.#held = null;
  }

  send(frame: ServerFrame): void {
    if (this.#closing) return;
    if (this.#stream.writableLength > mostUnsent) {
      this.#letGo();
      return;
    }
    cork(this.#stream);
    this.#ws.send(JSON.stringify(frame));
  }

  get #full(): boolean {
    return this.#stream.writableLength > mostUnsent / 2;
  }

  /** Resolves when what was sent has left, so that a long past is read only as fast as the peer takes it. */
  async drained(): Promise<void> {
    while (!this.#closing && this.#full) {
      await new Promise<void>((resolve) => {
        const done = () => {
          this.#stream.off("drain", done);
          this.#stream.off("close", done);
          resolve();
        };
        this.#stream.on("drain", done);
        this.#stream.on("close", done);
      });
    }
  }

  /** Tells a failure, and closes where its code says so. */
  fail(failure: Failure, id?: string): void {
    if (this.#closing) return;
    const { code, text: message, retryAfter } = failure;
    const named = id === undefined ? {} : { id };
    const later = retryAfter === undefined ? {} : { retry_after: retryAfter };
    this.send({ type: "error", ...named, code, message, ...later });
    const closeCode = errorClose[code];
    if (closeCode === null) return;
    // Not where a session ends that was good: nothing was refused then.
    const refused = isCredentialRefusal(code) && (code !== "session_ended" || !this.#signedIn);
    if (refused) this.send({ type: "auth_error", ...named, code, message });
    this.close(closeCode, code);
  }

  close(code: number, reason: string): void {
    if (this.#closing) return;
    this.#closing = true;
    this.#ws.close(code, reason);
  }

  ask(): void {
    this.asked = true;
    this.#ws.ping();
  }

  /** Cuts the connection without a word: the peer is not there any more. */
  cut(): void {
    this.#closing = true;
    this.#ws.terminate();
  }

  pause(): void {
    this.#ws.pause();
  }

  unpause(): void {
    this.#ws.resume();
  }

  /** A peer that does not read would not read a farewell either: it has until the next beat of the pulse. */
  #letGo(): void {
    const failure = new Failure("too_slow");
    this.close(errorClose[failure.code] ?? 1008, failure.code);
  }
}

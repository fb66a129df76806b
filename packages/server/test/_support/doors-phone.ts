import { type ClientOptions, WebSocket } from "ws";

export type Frame = Record<string, unknown> & { type: string };

/** A client that keeps every frame, and can be asked for the next one. */
export class TestPhone {
  readonly ws: WebSocket;
  readonly frames: Frame[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;
  #taken = 0;
  #wake: (() => void) | undefined;

  constructor(url: string, options: ClientOptions = {}) {
    this.ws = new WebSocket(url, options);
    this.ws.on("message", (data) => {
      this.frames.push(JSON.parse(String(data)) as Frame);
      this.#wake?.();
    });
    this.ws.on("error", () => {});
    this.closed = new Promise((resolve) => {
      this.ws.on("close", (code, reason) => {
        resolve({ code, reason: String(reason) });
        this.#wake?.();
      });
    });
  }

  async open(): Promise<this> {
    await new Promise<void>((resolve, reject) => {
      this.ws.once("open", resolve);
      this.ws.once("error", reject);
      this.ws.once("unexpected-response", (_request, response) =>
        reject(new Error(String(response.statusCode))),
      );
    });
    return this;
  }

  say(frame: object | string | Buffer): this {
    this.ws.send(typeof frame === "string" || Buffer.isBuffer(frame) ? frame : JSON.stringify(frame));
    return this;
  }

  async next(timeoutMs = 3_000): Promise<Frame> {
    const deadline = Date.now() + timeoutMs;
    while (this.frames.length <= this.#taken) {
      if (this.ws.readyState === WebSocket.CLOSED) throw new Error("closed");
      if (Date.now() > deadline) throw new Error("no frame in time");
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        setTimeout(resolve, 50);
      });
    }
    return this.frames[this.#taken++] as Frame;
  }

  ask(frame: object | string | Buffer): Promise<Frame> {
    return this.say(frame).next();
  }

  close(): void {
    this.ws.terminate();
  }
}

/** The status with which a handshake is answered; 101 when it is taken. */
export function handshakeStatus(url: string, options: ClientOptions = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const ws = new WebSocket(url, options);
    ws.on("open", () => {
      ws.terminate();
      resolve(101);
    });
    ws.on("unexpected-response", (request, response) => {
      request.destroy();
      resolve(response.statusCode ?? 0);
    });
    ws.on("error", reject);
  });
}

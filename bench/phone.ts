import { WebSocket } from "ws";

export type Frame = Record<string, unknown> & { type: string };

/** A socket that hands every frame to whoever measures. */
export class Phone {
  readonly #ws: WebSocket;
  onFrame: (frame: Frame) => void = () => {};

  private constructor(ws: WebSocket) {
    this.#ws = ws;
    ws.on("message", (data) => this.onFrame(JSON.parse(String(data)) as Frame));
  }

  static async open(port: number): Promise<Phone> {
    const ws = new WebSocket(`ws://127.0.0.1:${port}/ws`, { perMessageDeflate: false });
    const phone = new Phone(ws);
    await new Promise<void>((resolve, reject) => {
      ws.once("open", resolve);
      ws.once("error", reject);
    });
    ws.on("error", () => {});
    return phone;
  }

  static async signIn(port: number, token: string): Promise<Phone> {
    const phone = await Phone.open(port);
    const answered = phone.next(["auth_success", "error"]);
    phone.say({ type: "auth", jwt_token: token });
    const frame = await answered;
    if (frame.type === "auth_success") return phone;
    phone.close();
    throw new Error(`not signed in: ${String(frame["code"])}`);
  }

  say(frame: object): void {
    this.#ws.send(JSON.stringify(frame));
  }

  /** The next frame of these types. */
  next(types: readonly string[]): Promise<Frame> {
    return new Promise((resolve, reject) => {
      const gone = () => reject(new Error("the socket was closed"));
      this.#ws.once("close", gone);
      this.onFrame = (frame) => {
        if (!types.includes(frame.type)) return;
        this.#ws.off("close", gone);
        resolve(frame);
      };
    });
  }

  /** Says it and waits for the whole answer. */
  async answer(content: string, conversation?: string): Promise<Frame> {
    const answered = this.next(["message", "error"]);
    const where = conversation === undefined ? {} : { conversation_id: conversation };
    this.say({ type: "message", content, ...where });
    const frame = await answered;
    if (frame.type === "error") throw new Error(`refused: ${String(frame["code"])}`);
    return frame;
  }

  /** Leaves in the socket what comes from now on. */
  stopReading(): void {
    this.#ws.pause();
  }

  get open(): boolean {
    return this.#ws.readyState === WebSocket.OPEN;
  }

  close(): void {
    this.#ws.terminate();
  }
}

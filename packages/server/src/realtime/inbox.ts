/** What may wait before the socket is not read any further. */
const mostFrames = 32;
const mostBytes = 1024 * 1024;

/** Frames of one socket, handled one after the other in the order in which they came. */
export class Inbox {
  readonly #waiting: Buffer[] = [];
  #bytes = 0;
  #running = false;
  #paused = false;
  readonly #handle: (bytes: Buffer) => Promise<void>;
  readonly #reading: { pause(): void; unpause(): void };

  constructor(handle: (bytes: Buffer) => Promise<void>, reading: { pause(): void; unpause(): void }) {
    this.#handle = handle;
    this.#reading = reading;
  }

  take(bytes: Buffer): void {
    this.#waiting.push(bytes);
    this.#bytes += bytes.length;
    if (!this.#paused && (this.#waiting.length > mostFrames || this.#bytes > mostBytes)) {
      this.#paused = true;
      this.#reading.pause();
    }
    if (!this.#running) void this.#run();
  }

  clear(): void {
    this.#waiting.length = 0;
    this.#bytes = 0;
  }

  async #run(): Promise<void> {
    this.#running = true;
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      this.#bytes -= next.length;
      // It answers what goes wrong itself; if even that goes wrong, the next frame still has its turn.
      await this.#handle(next).catch(() => {});
      if (this.#paused && this.#waiting.length < mostFrames / 2 && this.#bytes < mostBytes / 2) {
        this.#paused = false;
        this.#reading.unpause();
      }
    }
    this.#running = false;
  }
}

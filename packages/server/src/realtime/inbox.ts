/** What may wait before the socket is not read any further. */
const mostFrames = 32;
const mostBytes = 1024 * 1024;

/** Who was told to come later is not read for so long, or until it has an answer. */
const restMs = 1_000;

/** Frames of one socket, handled one after the other in the order in which they came. */
export class Inbox {
  readonly #waiting: Buffer[] = [];
  #bytes = 0;
  #running = false;
  #paused = false;
  #resting: NodeJS.Timeout | undefined;
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
      if (!this.#resting) this.#reading.pause();
    }
    if (!this.#running) void this.#run();
  }

  /**
   * Under overload: what comes meanwhile waits in the system's buffers, and then comes in one piece. Reading and refusing
   * it frame by frame would take the time in which others could be answered.
   */
  rest(): void {
    if (this.#resting) return;
    this.#resting = setTimeout(() => this.wake(), restMs).unref();
    if (!this.#paused) this.#reading.pause();
  }

  wake(): void {
    if (!this.#resting) return;
    clearTimeout(this.#resting);
    this.#resting = undefined;
    if (!this.#paused) this.#reading.unpause();
  }

  clear(): void {
    clearTimeout(this.#resting);
    this.#resting = undefined;
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
        if (!this.#resting) this.#reading.unpause();
      }
    }
    this.#running = false;
  }
}

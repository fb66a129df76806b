import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";

export interface FloodOptions {
  readonly port: number;
  readonly sockets: number;
  /** Taken in turn. */
  readonly addresses: readonly string[];
  /**
   * What each does: asks for a WebSocket and says nothing, or one frame that is too large; sends a byte of a header a
   * second; or says nothing at all.
   */
  readonly manner: "idle" | "oversized" | "drip" | "silent";
  readonly perSecond: number;
}

export interface Tally {
  opened: number;
  /** WebSockets, where they ask for one; else connections. */
  open: number;
  mostOpen: number;
  gone: number;
  /** By the status of the answer, the close code of the socket, or "cut". */
  readonly ends: Record<string, number>;
}

export interface Flood {
  look(): Promise<Tally>;
  /** When so many have come and gone. */
  until(gone: number): Promise<Tally>;
  stop(): Promise<void>;
}

/** Many connections from addresses of this machine. */
export function flood(options: FloodOptions): Flood {
  const worker = new Worker(new URL("flood-main.ts", import.meta.url), { workerData: options });
  async function look(): Promise<Tally> {
    worker.postMessage("look");
    return ((await once(worker, "message")) as [Tally])[0];
  }
  return {
    look,
    async until(gone) {
      for (const deadline = Date.now() + 60_000; ; await sleep(50)) {
        const tally = await look();
        if (tally.gone >= gone) return tally;
        if (Date.now() > deadline) throw new Error(`they stay: ${JSON.stringify(tally)}`);
      }
    },
    async stop() {
      const ended = once(worker, "exit");
      worker.postMessage("stop");
      await ended;
    },
  };
}

/** `127.0.GROUP.1`, `127.0.GROUP.2` … */
export const addressesOf = (group: number, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `127.0.${group}.${index + 1}`);

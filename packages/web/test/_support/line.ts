import { once } from "node:events";
import { type AddressInfo, createConnection, createServer, type Socket } from "node:net";

/** The network between a phone and the server, at an address of its own. Both ends notice what they would notice. */
export interface Line {
  readonly port: number;
  /** Ends every connection and lets nobody in: out of coverage. */
  cut(): void;
  /** Nothing moves and nobody is told: a phone that sleeps, or a train in a tunnel. */
  freeze(): void;
  /** New connections work; frozen ones stay dead. */
  restore(): void;
  close(): Promise<void>;
}

/** `target` is asked for at each connection, so that the line may be there before the server. */
export async function openLine(target: () => number): Promise<Line> {
  const live = new Set<Socket>();
  let up = true;
  const server = createServer((client) => {
    if (!up) return void client.destroy();
    const upstream = createConnection({ port: target(), host: "127.0.0.1" });
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      live.add(from);
      from.pipe(to);
      from.on("error", () => {});
      from.on("close", () => {
        live.delete(from);
        to.destroy();
      });
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      up = false;
      for (const socket of live) socket.destroy();
    },
    freeze() {
      up = false;
      for (const socket of live) socket.unpipe().pause();
    },
    restore() {
      up = true;
    },
    async close() {
      for (const socket of live) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

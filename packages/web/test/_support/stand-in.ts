import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { WebSocketServer } from "ws";
import { securityHeaders } from "../../../server/src/http/security-headers.ts";
import { builtWeb } from "../../../server/test/_support/built-program.ts";
import { answerApi } from "./stand-in-api.ts";
import { serveSocket } from "./stand-in-socket.ts";
import { createWorld, type World } from "./world.ts";

const types: Record<string, string> = {
  js: "text/javascript",
  css: "text/css",
  svg: "image/svg+xml",
  png: "image/png",
  webmanifest: "application/manifest+json",
};

export interface StandIn {
  readonly url: string;
  readonly world: World;
  /** Closes every open socket, as a lost connection does. */
  dropSockets(): void;
  /** A frame to every open socket, as it is. */
  say(frame: object): void;
  close(): Promise<void>;
}

/**
 * A server with a made-up world behind the real page policy: for pages in states that a real server reaches slowly
 * (10,000 messages, a roomy company). Journeys run against the real one.
 */
export async function startStandIn(
  options: Parameters<typeof createWorld>[0] & {
    port?: number;
    /** Other headers than the real ones. */
    headersOf?: typeof securityHeaders;
  } = {},
): Promise<StandIn> {
  const world = createWorld(options);
  let origin = "";
  const server = createServer((request, response) => {
    void handle(request, response).catch(() => response.destroy());
  });
  async function handle(request: IncomingMessage, response: ServerResponse) {
    const url = new URL(request.url ?? "/", origin);
    const headers = (options.headersOf ?? securityHeaders)([origin.replace("http", "ws")], false);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (url.pathname.startsWith("/api/")) return answerApi(world, request, response, url);
    const extension = /\.(\w+)$/.exec(url.pathname)?.[1];
    try {
      const file = readFileSync(join(builtWeb, extension ? url.pathname : "index.html"));
      response.setHeader(
        "content-type",
        extension ? (types[extension] ?? "text/plain") : "text/html; charset=utf-8",
      );
      response.end(file);
    } catch {
      response.writeHead(404).end();
    }
  }
  const sockets = new WebSocketServer({ server, path: "/ws" });
  sockets.on("connection", (socket) => serveSocket(world, socket));
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: origin,
    world,
    dropSockets: () => {
      for (const socket of sockets.clients) socket.terminate();
    },
    say: (frame) => {
      for (const socket of sockets.clients) socket.send(JSON.stringify(frame));
    },
    close: async () => {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

if (import.meta.main) {
  const { url } = await startStandIn({ port: Number(process.env["PORT"] ?? 8090) });
  console.log(url);
}

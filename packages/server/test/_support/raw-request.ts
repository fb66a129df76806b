import { type IncomingMessage, request as plain, type RequestOptions } from "node:http";
import { request as overTls } from "node:https";
import type { Forged } from "./forged-headers.ts";
import { serverName } from "./nginx.ts";

export interface RawAnswer {
  readonly status: number;
  readonly server: string;
  readonly text: string;
}

export interface RawRequest {
  readonly port: number;
  readonly path: string;
  /** Whom the request comes from: any address of this machine. */
  readonly from: string;
  readonly headers: Forged;
  readonly tls?: boolean;
  /** Asks for a WebSocket, which is let go at once. */
  readonly socket?: boolean;
}

/** One request with its headers as given, on a connection of its own, from an address of choice. */
export function send(asked: RawRequest): Promise<RawAnswer> {
  const { port, path, from, tls = false, socket = false } = asked;
  const options: RequestOptions & { rejectUnauthorized: boolean; servername: string } = {
    ...{ host: "127.0.0.1", port, path, localAddress: from, agent: false },
    ...{ rejectUnauthorized: false, servername: serverName },
    headers: { host: serverName, ...(socket ? upgrade : {}), ...mutable(asked.headers) },
  };
  return new Promise((resolve, reject) => {
    const request = (tls ? overTls : plain)(options);
    request.on("upgrade", (response, stream) => {
      stream.destroy();
      resolve({ status: 101, server: String(response.headers.server), text: "" });
    });
    request.on("response", (response) => void read(response).then(resolve, reject));
    request.on("error", reject);
    request.end();
  });
}

const upgrade = {
  connection: "Upgrade",
  upgrade: "websocket",
  "sec-websocket-version": "13",
  "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
};

const mutable = (headers: Forged) =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, typeof value === "string" ? value : [...value]]),
  );

async function read(response: IncomingMessage): Promise<RawAnswer> {
  let text = "";
  for await (const chunk of response.setEncoding("utf8")) text += String(chunk);
  return { status: response.statusCode ?? 0, server: String(response.headers.server), text };
}

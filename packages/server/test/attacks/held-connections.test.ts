import { createServer, type RequestListener } from "node:http";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { createConnectionRoom } from "../../src/http/connection-room.ts";
import { openListener, patience } from "../../src/http/listener.ts";

// S15: a stranger makes the server believe that it is busy for him, so that his connections never make room. The room
// is small here; how the program holds out against many is in stranger-flood.

const most = 4;
const newRoom = () =>
  createConnectionRoom({ size: () => ({ perAddress: most, inAll: most }), isProxy: () => false });

const large = Buffer.alloc(512 * 1024, "a");
const slowMs = 300;

/** `/large` does not fit into what the system keeps for a peer that does not read; `/slow` is work. */
let begun = 0;
const serve: RequestListener = (request, response) => {
  begun++;
  if (request.url === "/quick") return void response.end("done");
  if (request.url === "/large") return void response.end(large);
  request.resume().once("end", () => setTimeout(() => response.end("done"), slowMs));
};

const open = new Set<Socket>();
const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const socket of open) socket.destroy();
  open.clear();
  for (const stop of stops.splice(0)) await stop();
});

async function ours(): Promise<number> {
  const listener = await openListener({
    ...{ channel: "rest", host: "127.0.0.1", port: 0, patience, room: newRoom(), onRequest: serve },
    onUpgrade: (_request, socket) => socket.destroy(),
    onClientError: (_error, socket) => socket.destroy(),
    onCrowded: () => {},
    onStalled: () => {},
  });
  stops.push(() => listener.close(0));
  return listener.port;
}

/** The same room, where a connection is busy from a request's headers to the end of its answer. */
async function naive(): Promise<number> {
  const room = newRoom();
  const server = createServer(serve);
  server.on("connection", (socket) => {
    const guest = room.enter(socket, (gone) => gone.destroy());
    if (guest) socket.once("close", () => guest.leave());
    else socket.destroy();
  });
  server.on("request", ({ socket }, response) => {
    const end = room.find(socket)?.begin();
    response.once("prefinish", () => end?.()).once("close", () => end?.());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stops.push(async () => server.close().closeAllConnections());
  return (server.address() as { port: number }).port;
}

const request = (line: string, ...headers: string[]) =>
  [`${line} HTTP/1.1`, "Host: localhost", ...headers, "", ""].join("\r\n");

async function hold(port: number, bytes: string): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => {});
  open.add(socket.pause());
  await new Promise((resolve) => socket.once("connect", resolve));
  socket.write(bytes);
  return socket;
}

/** The status that an honest newcomer gets, or "cut". */
function askNewly(port: number): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  open.add(socket.on("error", () => {}));
  let heard = "";
  socket.on("data", (bytes) => {
    heard += bytes;
  });
  socket.write(request("GET /slow", "Connection: close"));
  return new Promise((resolve) => socket.on("close", () => resolve(heard.slice(9, 12) || "cut")));
}

const manners = {
  "asks for many large answers at once, and reads none of them": request("GET /large").repeat(16),
  "announces a body that never comes": request("POST /slow", "Content-Length: 2"),
  "begins a body in chunks": `${request("POST /slow", "Transfer-Encoding: chunked")}1\r\na\r\n`,
};

describe.each(Object.entries(manners))("who %s", (_, bytes) => {
  test("makes room", async () => {
    const port = await ours();
    for (let i = 0; i < most; i++) await hold(port, bytes);
    await sleep(100);
    for (let i = 0; i < most + 1; i++) expect(await askNewly(port)).toBe("200");
  });

  test("control: keeps all others out where a request is work from its first line on", async () => {
    const port = await naive();
    for (let i = 0; i < most; i++) await hold(port, bytes);
    await sleep(100);
    expect(await askNewly(port)).toBe("cut");
  });
});

describe("a packet of a thousand questions", () => {
  const many = request("GET /large").repeat(1_000);

  test("is cut off after sixteen, and those who ask one by one go on", async () => {
    begun = 0;
    const port = await ours();
    const socket = await hold(port, request("GET /slow"));
    await new Promise((resolve) => socket.resume().once("data", resolve));
    const greedy = await hold(port, many);
    await new Promise((resolve) => greedy.resume().once("close", resolve));
    expect(begun).toBe(1 + 16);
    for (let i = 0; i < 20; i++) {
      socket.write(request("GET /quick"));
      await new Promise((resolve) => socket.once("data", resolve));
    }
  });

  test("control: is held whole by a server without a bound", async () => {
    begun = 0;
    await hold(await naive(), many);
    await expect.poll(() => begun).toBe(1_000);
  });
});

test("who sent a whole request is not let go while it is worked on", async () => {
  const port = await ours();
  const answers = ["POST /slow", "GET /slow"].map(async (line) => {
    const body = line.startsWith("POST") ? "{}" : "";
    const socket = await hold(port, request(line, `Content-Length: ${body.length}`) + body);
    return new Promise((resolve) => socket.resume().once("data", (text) => resolve(String(text))));
  });
  await sleep(100);
  for (let i = 0; i < 3 * most; i++) await hold(port, "GET / HTTP/1.1\r\n");
  for (const answer of await Promise.all(answers)) expect(answer).toMatch(/^HTTP\/1.1 200 /);
});

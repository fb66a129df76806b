import { createServer, type RequestListener } from "node:http";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { connect as connectTls } from "node:tls";
import { afterEach, describe, expect, vi } from "vitest";
import { createConnectionRoom } from "../../src/http/connection-room.ts";
import { openListener, patience } from "../../src/http/listener.ts";
import { makeAuthority } from "../_support/certificates.ts";
import { testWith } from "../_support/peers.ts";
import { tlsSource } from "../_support/tls.ts";

// S18: a peer that asks for much and never reads it, so that the answer is held for ever.

const test = testWith("openssl");
const { issue, root } = makeAuthority();
vi.setConfig({ testTimeout: 30_000 });
/** Four times as long as a slow reader takes for the megabytes that the system holds for it, also on a busy machine. */
const stalledMs = 600;
/** Several times as long as the system takes to pass on a buffer of its own to a slow reader. */
const slowMs = 4_000;
const large = Buffer.alloc(24 * 1024 * 1024, "a");

/** `/quiet` is a stream with nothing to say for a while. */
const serve: RequestListener = (request, response) => {
  if (request.url === "/large") return void response.end(large);
  response.write("first");
  setTimeout(() => response.end("last"), 3 * stalledMs);
};

const open = new Set<Socket>();
const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const socket of open) socket.destroy();
  open.clear();
  for (const stop of stops.splice(0)) await stop();
});

async function ours(tls: boolean, bound = stalledMs): Promise<{ port: number; stalled: () => number }> {
  let stalled = 0;
  const listener = await openListener({
    ...{ channel: "rest", host: "127.0.0.1", port: 0, onRequest: serve },
    patience: { ...patience, stalledMs: bound },
    room: createConnectionRoom({ size: () => ({ perAddress: 100, inAll: 100 }), isProxy: () => false }),
    onUpgrade: (_request, socket) => socket.destroy(),
    onClientError: (_error, socket) => socket.destroy(),
    onCrowded: () => {},
    onStalled: () => void stalled++,
    ...(tls
      ? {
          tls: {
            source: tlsSource(issue()).tls,
            pace: () => true,
            admits: () => true,
            onRefused: () => {},
            onPlain: (socket: Socket) => socket.destroy(),
            onFailed: () => {},
          },
        }
      : {}),
  });
  stops.push(() => listener.close(0));
  return { port: listener.port, stalled: () => stalled };
}

async function naive(): Promise<number> {
  const server = createServer(serve);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stops.push(async () => server.close().closeAllConnections());
  return (server.address() as { port: number }).port;
}

async function asking(port: number, path: string, tls: boolean): Promise<Socket> {
  const socket = tls
    ? connectTls({ host: "127.0.0.1", port, ca: root, servername: "localhost" })
    : connect(port, "127.0.0.1");
  open.add(socket.on("error", () => {}));
  await new Promise((resolve) => socket.once(tls ? "secureConnect" : "connect", resolve));
  socket.pause().write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  return socket;
}

/** All that comes, with a rest after every 256 KB. */
async function readSlowly(socket: Socket): Promise<number> {
  let bytes = 0;
  let rested = 0;
  let ended = false;
  socket.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes - rested < 256 * 1024) return;
    rested = bytes;
    socket.pause();
    setTimeout(() => socket.resume(), 60);
  });
  socket.on("close", () => {
    ended = true;
  });
  socket.resume();
  while (!ended) await sleep(20);
  return bytes;
}

describe.each([
  ["in the clear", false],
  ["over TLS", true],
])("%s", (_name, tls) => {
  test("who takes nothing of an answer is let go", async () => {
    const { port, stalled } = await ours(tls);
    await asking(port, "/large", tls);
    await expect.poll(stalled, { timeout: 10 * stalledMs }).toBe(1);
  });

  test("who takes it slowly gets all of it, however long that is", async () => {
    const { port, stalled } = await ours(tls, slowMs);
    const began = performance.now();
    expect(await readSlowly(await asking(port, "/large", tls))).toBeGreaterThan(large.length);
    // Long enough that a bound on the whole answer would have cut it.
    expect(performance.now() - began).toBeGreaterThan(slowMs);
    expect(stalled()).toBe(0);
  });

  test("a stream that has nothing to say lasts", async () => {
    const { port, stalled } = await ours(tls);
    const socket = await asking(port, "/quiet", tls);
    let text = "";
    socket.on("data", (chunk: Buffer) => {
      text += chunk;
    });
    await new Promise((resolve) => socket.resume().once("close", resolve));
    expect(text).toContain("first");
    expect(text).toContain("last");
    expect(stalled()).toBe(0);
  });
});

test("control: without a bound the answer waits as long as the peer likes", async () => {
  const socket = await asking(await naive(), "/large", false);
  await sleep(3 * stalledMs);
  let bytes = 0;
  socket.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
  });
  await new Promise((resolve) => socket.resume().once("close", resolve));
  expect(bytes).toBeGreaterThan(large.length);
});

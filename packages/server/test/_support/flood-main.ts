import { connect, type Socket } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import type { FloodOptions, Tally } from "./flood.ts";

// A thread of its own: what the flood costs its maker must not be measured as what it costs others.

const { port, sockets, addresses, manner, perSecond } = workerData as FloodOptions;
const tally: Tally = { opened: 0, open: 0, mostOpen: 0, gone: 0, ends: {} };
const upgrade = `GET /ws HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`;
const begun = `GET /api/health HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nX-Slow: `;
const dripping = new Set<Socket>();
const all = new Set<Socket>();

/** Masked, as a client's must be (RFC 6455 §5.3), with a mask of zeros. */
function frame(bytes: number): Buffer {
  const head = Buffer.alloc(14);
  head.set([0x82, 0xff]);
  head.writeBigUInt64BE(BigInt(bytes), 2);
  return Buffer.concat([head, Buffer.alloc(bytes, "x")]);
}

/** How it ended: the answer's status, the close code of a socket, or "cut". */
function endOf(heard: Buffer): string {
  const head = heard.indexOf("\r\n\r\n");
  if (head < 0) return "cut";
  const status = heard.subarray(9, 12).toString();
  if (status !== "101") return status;
  for (let at = head + 4; at + 4 <= heard.length; ) {
    const short = (heard[at + 1] ?? 0) & 0x7f;
    const from = at + (short === 126 ? 4 : 2);
    if (((heard[at] ?? 0) & 0x0f) === 8) return String(heard.readUInt16BE(from));
    at = from + (short === 126 ? heard.readUInt16BE(at + 2) : short);
  }
  return "cut";
}

function one(localAddress: string): void {
  const socket = connect({ port, host: "127.0.0.1", localAddress });
  let heard = Buffer.alloc(0);
  let isOpen = false;
  all.add(socket);
  const became = (open: boolean) => {
    if (open === isOpen) return;
    isOpen = open;
    tally.open += open ? 1 : -1;
    tally.mostOpen = Math.max(tally.mostOpen, tally.open);
  };
  socket.on("error", () => {});
  socket.on("connect", () => {
    tally.opened += 1;
    if (manner === "silent" || manner === "drip") became(true);
    if (manner === "drip") {
      socket.write(begun);
      dripping.add(socket);
    } else if (manner !== "silent") socket.write(upgrade);
  });
  socket.on("data", (bytes: Buffer) => {
    const first = heard.length === 0;
    heard = Buffer.concat([heard, bytes]);
    if (!first || !heard.includes("HTTP/1.1 101")) return;
    became(true);
    if (manner === "oversized") socket.write(frame(17 * 1024));
  });
  socket.on("close", () => {
    became(false);
    dripping.delete(socket);
    all.delete(socket);
    tally.gone += 1;
    const end = endOf(heard);
    tally.ends[end] = (tally.ends[end] ?? 0) + 1;
  });
}

const stepMs = 20;
let made = 0;
const began = Date.now();
const pour = setInterval(() => {
  const due = Math.min(sockets, Math.ceil(((Date.now() - began) / 1000) * perSecond));
  for (; made < due; made++) one(addresses[made % addresses.length] as string);
  if (made === sockets) clearInterval(pour);
}, stepMs);
const drip = setInterval(() => {
  for (const socket of dripping) if (socket.writable) socket.write("a");
}, 1_000);

parentPort?.on("message", (word: "look" | "stop") => {
  if (word === "stop") {
    clearInterval(pour);
    clearInterval(drip);
    for (const socket of all) socket.destroy();
    parentPort?.close();
  } else parentPort?.postMessage(tally);
});

import { connect } from "node:net";
import { connect as connectTls } from "node:tls";
import { expect, test } from "vitest";
import { makeAuthority } from "../_support/certificates.ts";
import { doorSettings, openDoors } from "../_support/doors.ts";
import { tlsSource } from "../_support/tls.ts";

const counted: string[] = [];
const refusals = {
  note: ({ door, reason, address }: { door: string; reason: string; address: string }) =>
    void counted.push(`${door} ${reason} ${address}`),
};
const taken = () => counted.splice(0);
const { tls } = tlsSource(makeAuthority().issue());
const doors = await openDoors({
  ...{ refusals, tls },
  patience: { headersMs: 300, requestMs: 600, keepAliveMs: 1_000, stalledMs: 30_000 },
  settings: { gateway: { ...doorSettings.gateway, tls: true } },
});
const { rest, web } = doors.ports;

const closed = (socket: NodeJS.EventEmitter & { resume(): unknown }) =>
  new Promise<void>((resolve) => {
    socket.on("error", () => {});
    socket.once("close", () => resolve());
    socket.resume();
  });

test("what never became a request is counted once, in a word of its own", async () => {
  const plain = connect(web, "127.0.0.1");
  plain.end("nonsense\r\n\r\n");
  await closed(plain);
  expect(taken()).toEqual(["web not_http 127.0.0.1"]);

  const long = connect(web, "127.0.0.1");
  long.write(`GET / HTTP/1.1\r\nx: ${"y".repeat(20_000)}\r\n\r\n`);
  await closed(long);
  expect(taken()).toEqual(["web too_large 127.0.0.1"]);

  const slow = connect(web, "127.0.0.1");
  slow.write("GET / HTTP/1.1\r\n");
  await closed(slow);
  expect(taken()).toEqual(["web too_slow 127.0.0.1"]);
});

test("on a TLS listener: plain HTTP, an old version, silence", async () => {
  const plain = connect(rest, "127.0.0.1");
  plain.end("GET / HTTP/1.1\r\nhost: x\r\n\r\n");
  await closed(plain);
  expect(taken()).toEqual(["rest tls_failed 127.0.0.1"]);

  const options = { host: "127.0.0.1", port: rest, rejectUnauthorized: false } as const;
  await closed(
    connectTls({ ...options, maxVersion: "TLSv1.1", minVersion: "TLSv1", ciphers: "ALL:@SECLEVEL=0" }),
  );
  await expect.poll(() => counted).toEqual(["rest tls_failed 127.0.0.1"]);
  taken();

  await closed(connect(rest, "127.0.0.1"));
  expect(taken()).toEqual(["rest too_slow 127.0.0.1"]);
});

test("connections that find no room", async () => {
  const crowded = await openDoors({ refusals, roomSize: () => ({ perAddress: 2, inAll: 100 }) });
  const sockets = Array.from({ length: 5 }, () => connect(crowded.ports.rest, "127.0.0.1"));
  await Promise.all(sockets.slice(0, 3).map(closed));
  expect(taken()).toEqual(Array.from({ length: 3 }, () => "rest too_many_connections 127.0.0.1"));
  for (const socket of sockets) socket.destroy();
});

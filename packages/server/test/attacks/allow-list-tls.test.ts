import { connect, type TLSSocket } from "node:tls";
import { expect } from "vitest";
import { createAllowList, createRefusals } from "../../src/access/index.ts";
import type { AccessLine } from "../../src/log/index.ts";
import { makeAuthority } from "../_support/certificates.ts";
import { openDoors } from "../_support/doors.ts";
import { testWith } from "../_support/peers.ts";
import { tlsSource } from "../_support/tls.ts";

// S11, S13: a peer that is not on the list makes the server sign handshakes for it.

const test = testWith("openssl");
const { issue, root } = makeAuthority();
const [stranger, listed, proxy] = ["127.0.0.1", "127.0.0.2", "127.0.0.3"];
const listener = { host: "127.0.0.1", port: 0, tls: true };
const lines: AccessLine[] = [];
const noted: unknown[] = [];
const refusals = createRefusals(Date.now);
const { ports } = await openDoors({
  settings: { gateway: listener, web: listener, mobile: { ...listener, publicUrl: null } },
  tls: tlsSource(issue()).tls,
  allowList: createAllowList(() => [`${listed}/32`]),
  isProxy: (address) => address === proxy,
  accessLog: { request: (line) => void lines.push(line), authenticationFailed() {} },
  audit: {
    note: (_call: unknown, draft: unknown) => void noted.push(draft),
    onChained: () => () => {},
  } as never,
  refusals,
});

interface Met {
  readonly shaken: boolean;
  /** What the server spent on the peer. */
  readonly bytes: number;
  readonly answer: string;
}

function meet(port: number, localAddress: string): Promise<Met> {
  return new Promise((resolve) => {
    let shaken = false;
    let answer = "";
    const socket: TLSSocket = connect({
      ...{ host: "127.0.0.1", port, localAddress, ca: root, servername: "localhost" },
    });
    socket.on("secureConnect", () => {
      shaken = true;
      socket.write("GET /api/health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
    });
    socket.on("data", (chunk: Buffer) => {
      answer += chunk;
    });
    socket.on("error", () => {});
    socket.on("close", () =>
      resolve({ shaken, bytes: socket.bytesRead, answer: answer.split("\r\n")[0] ?? "" }),
    );
  });
}

test("is let go before the handshake at the doors of programs, with its line, its count and its event", async () => {
  for (const channel of ["rest", "mobile"] as const) {
    lines.length = 0;
    noted.length = 0;
    expect(await meet(ports[channel], stranger)).toEqual({ shaken: false, bytes: 0, answer: "" });
    expect(lines).toMatchObject([{ address: stranger, channel, outcome: "address_refused" }]);
    expect(noted).toMatchObject([
      { event: "request_refused", details: { code: "address_refused", check: "allow-list", channel } },
    ]);
  }
  expect(refusals.view().places).toMatchObject([
    { door: expect.any(String), reason: "address_refused", count: 1 },
    { door: expect.any(String), reason: "address_refused", count: 1 },
  ]);
});

test("who is on the list, and a proxy that speaks for others, shake hands", async () => {
  const health = await meet(ports.rest, listed);
  expect(health).toMatchObject({ shaken: true, answer: "HTTP/1.1 200 OK" });
  expect(await meet(ports.rest, proxy)).toMatchObject({ shaken: true, answer: "HTTP/1.1 403 Forbidden" });
});

test("control: judged by its request, as the web pages do so that people are told in words, it is served a handshake", async () => {
  const met = await meet(ports.web, stranger);
  expect(met).toMatchObject({ shaken: true, answer: "HTTP/1.1 403 Forbidden" });
  expect(met.bytes).toBeGreaterThan(500);
});

import { once } from "node:events";
import { type Agent, Agent as HttpsAgent, request } from "node:https";
import { connect, type Socket } from "node:net";
import { type TLSSocket, connect as tlsConnect } from "node:tls";
import { describe, expect } from "vitest";
import type { AccessLine } from "../../src/log/index.ts";
import { makeAuthority } from "../_support/certificates.ts";
import { type Doors, openDoors } from "../_support/doors.ts";
import { TestPhone } from "../_support/doors-phone.ts";
import { testWith } from "../_support/peers.ts";
import { promised, sized } from "../_support/size.ts";
import { tlsSource } from "../_support/tls.ts";

const test = testWith("openssl");
const { issue, root } = makeAuthority();
const listener = { host: "loopback", port: 0, tls: true };
const settings = { gateway: listener, web: listener, mobile: { ...listener, publicUrl: null } };
const lines: AccessLine[] = [];
const accessLog = { request: (line: AccessLine) => void lines.push(line), authenticationFailed() {} };

const open = (
  source: ReturnType<typeof tlsSource>,
  more: Parameters<typeof openDoors>[0] = {},
): Promise<Doors> => openDoors({ settings, tls: source.tls, accessLog, ...more });

interface Reply {
  readonly status: number;
  readonly headers: { readonly [name: string]: unknown };
  readonly serial: string;
}

const get = (
  port: number,
  path: string,
  options: { agent?: Agent | false; method?: string; headers?: object } = {},
) =>
  new Promise<Reply>((resolve, reject) => {
    const { agent = false, method = "GET", headers = {} } = options;
    const target = { host: "127.0.0.1", servername: "localhost", port, path, ca: root };
    const sent = request({ ...target, method, agent, headers: { ...headers } }, (response) => {
      const serial = (response.socket as TLSSocket).getPeerCertificate().serialNumber;
      response
        .resume()
        .on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, serial }));
    });
    sent.on("error", reject).end();
  });

async function said(socket: Socket): Promise<string> {
  let text = "";
  socket.on("data", (bytes: Buffer) => {
    text += bytes;
  });
  socket.on("error", () => {});
  await new Promise((resolve) => socket.once("close", resolve));
  return text;
}

describe("renewal", () => {
  test("new connections get the new certificate, open ones go on: none is dropped, under load", async () => {
    const first = issue();
    const source = tlsSource(first);
    const doors = await open(source);
    const { credential } = doors.sessions.add("s", "owner", "device");
    const phone = await new TestPhone(`wss://localhost:${doors.ports.mobile}`, { ca: root }).open();
    await phone.ask({ type: "auth", jwt_token: credential });
    const kept = new HttpsAgent({ keepAlive: true, maxSockets: 1 });
    const { serial } = await get(doors.ports.rest, "/api/health", { agent: kept });

    let running = true;
    const seen = new Set<string>();
    const load = (async () => {
      while (running) seen.add((await get(doors.ports.rest, "/api/health")).serial);
    })();
    for (let i = 0; i < sized(3, 50); i++) {
      source.replace(issue());
      const fresh = await get(doors.ports.rest, "/api/health");
      expect(fresh.status).toBe(200);
      expect((await get(doors.ports.rest, "/api/health", { agent: kept })).serial).toBe(serial);
      expect(await phone.ask({ type: "ping" })).toMatchObject({ type: "pong" });
      expect(fresh.serial).not.toBe(serial);
    }
    running = false;
    await load;
    expect(seen.size).toBeGreaterThan(1);
    kept.destroy();
    phone.close();
    await doors.close();
    await expect.poll(source.watched).toBe(0);
  });
});

describe("who does not speak TLS", () => {
  test("plain HTTP is told so, in HTTP; bytes that are nothing, too", async () => {
    const doors = await open(tlsSource(issue()));
    lines.length = 0;
    for (const bytes of [
      "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
      "nonsense",
      `POST / HTTP/1.1\r\n${"a".repeat(50_000)}`,
    ]) {
      for (const port of Object.values(doors.ports)) {
        const socket = connect(port, "127.0.0.1");
        socket.write(bytes);
        const answer = await said(socket);
        expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
        expect(answer).toContain("This port speaks TLS: use https:// or wss://.");
        expect(answer).toMatch(/\r\nstrict-transport-security: max-age=/);
        expect(answer).toMatch(/\r\ncontent-security-policy: default-src 'none'/);
      }
    }
    expect(lines.map(({ method, outcome, address }) => [method, outcome, address])).toEqual(
      Array.from({ length: 9 }, () => ["-", 400, "127.0.0.1"]),
    );
  });

  test("a handshake in single bytes succeeds; one that stands still ends in time, and does not stop the close", async () => {
    const doors = await open(tlsSource(issue()), {
      patience: { headersMs: 400, requestMs: 600, keepAliveMs: 300, stalledMs: 30_000 },
    });
    const began = Date.now();
    lines.length = 0;
    const silent = connect(doors.ports.rest, "127.0.0.1");
    const half = connect(doors.ports.rest, "127.0.0.1");
    half.write(Buffer.from([0x16, 3, 1, 2, 0, 1]));
    await Promise.all([said(silent), said(half)]);
    expect(Date.now() - began).toBeLessThan(promised(3_000));
    expect(lines.map(({ outcome }) => outcome)).toEqual(["too_slow", "too_slow"]);
    const stuck = connect(doors.ports.rest, "127.0.0.1");
    await once(stuck, "connect");
    const closing = Date.now();
    await doors.close();
    expect(Date.now() - closing).toBeLessThan(2_000);
    await said(stuck);
  });

  test("a request that comes a byte at a time inside TLS ends in time, on every listener", async () => {
    const doors = await open(tlsSource(issue()), {
      patience: { headersMs: 400, requestMs: 600, keepAliveMs: 300, stalledMs: 30_000 },
    });
    await Promise.all(
      Object.values(doors.ports).map(async (port) => {
        const socket = tlsConnect({ port, host: "127.0.0.1", ca: root, servername: "localhost" });
        await once(socket, "secureConnect");
        const began = Date.now();
        socket.write("GET /api/health HTTP/1.1\r\nHost: localhost\r\nX-A: ");
        const drip = setInterval(() => socket.writable && socket.write("a"), 50);
        expect(await said(socket)).toMatch(/^HTTP\/1.1 408 /);
        clearInterval(drip);
        expect(Date.now() - began).toBeLessThan(promised(3_000));
      }),
    );
    await doors.close();
  });

  test("a handshake that fails leaves its reason; the one that renegotiates is cut", async () => {
    const doors = await open(tlsSource(issue()));
    lines.length = 0;
    const old = { port: doors.ports.rest, host: "127.0.0.1", ca: root, servername: "localhost" };
    const tries = [
      { ...old, minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" },
      { ...old, maxVersion: "TLSv1.2", ciphers: "ECDHE-ECDSA-AES128-SHA256" },
      { ...old, ALPNProtocols: ["h2"] },
    ] as const;
    for (const options of tries) {
      const failing = tlsConnect({ ...options } as object);
      await new Promise((resolve) => failing.on("error", () => {}).once("close", resolve));
    }
    expect(lines.map(({ outcome }) => outcome)).toEqual([
      "unsupported_protocol",
      "no_shared_cipher",
      "no_application_protocol",
    ]);
    const socket = tlsConnect({ ...old, maxVersion: "TLSv1.2" });
    await once(socket, "secureConnect");
    expect([socket.getProtocol(), socket.getCipher().name]).toEqual([
      "TLSv1.2",
      "ECDHE-ECDSA-AES256-GCM-SHA384",
    ]);
    const refused = new Promise((resolve) => socket.on("error", resolve).on("close", resolve));
    socket.renegotiate({}, () => {});
    await refused;
  });
});

describe("D9 over TLS", () => {
  test("HSTS on every response, whatever it is", async () => {
    const doors = await open(tlsSource(issue()));
    const { rest, mobile, web } = doors.ports;
    const upgrade = { connection: "Upgrade", upgrade: "websocket" };
    const asked: [number, string, Parameters<typeof get>[2]?][] = [
      [rest, "/api/health"],
      [rest, "/api/v1/users"],
      [rest, "/..%2f"],
      [rest, "/api/health", { headers: { host: "evil.example" } }],
      [rest, "/api/v1/users", { method: "OPTIONS" }],
      [rest, "/api/health", { headers: { "x-large": "a".repeat(20_000) } }],
      [rest, "/ws", { headers: upgrade }],
      [web, "/"],
      [web, "/missing.js"],
      [web, "/", { method: "POST" }],
      [mobile, "/"],
      [mobile, "/", { headers: upgrade }],
      [mobile, "/", { headers: { ...upgrade, origin: "https://evil.example" } }],
    ];
    for (const [port, path, options] of asked) {
      const { headers } = await get(port, path, options);
      expect([path, headers["strict-transport-security"]]).toEqual([path, "max-age=31536000"]);
      expect(headers["x-content-type-options"]).toBe("nosniff");
    }
    const { headers } = await get(web, "/");
    expect(headers["content-security-policy"]).toContain(`wss://localhost:${mobile} `);
    expect(headers["content-security-policy"]).not.toMatch(/ ws:/);
  });
});

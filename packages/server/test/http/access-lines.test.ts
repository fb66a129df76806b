import { connect } from "node:net";
import { expect, test } from "vitest";
import type { AccessLine } from "../../src/log/index.ts";
import { ask, bearer, openDoors } from "../_support/doors.ts";
import { TestPhone } from "../_support/doors-phone.ts";

const lines: AccessLine[] = [];
const accessLog = { request: (line: AccessLine) => void lines.push(line), authenticationFailed() {} };
const doors = await openDoors({ accessLog });
const { rest, web, mobile } = doors.ports;
doors.sessions.add("owner", "owner", "device");

/** The lines since the last time, without what differs from run to run. */
const taken = () =>
  lines
    .splice(0)
    .map(({ address, channel, method, path, outcome }) => [...[address, channel, method, path, outcome]]);

test("every answer on every listener has one line, whoever gave it", async () => {
  await ask(rest, "/api/health?x=1");
  await ask(rest, "/api/v1/users");
  await ask(web, "/api/v1/auth/session");
  await ask(rest, "/api/v1/users", { headers: bearer("owner"), host: "::1" });
  await ask(rest, "/..%2f");
  await ask(web, "/");
  await ask(web, "/missing.js", { method: "HEAD" });
  await ask(web, "/api/nothing");
  await ask(mobile, "/", { headers: { host: "evil.example" } });
  await ask(rest, "/api/v1/users", { method: "OPTIONS" });
  expect(taken()).toEqual([
    ["127.0.0.1", "rest", "GET", "/api/health?x=1", 400],
    ["127.0.0.1", "rest", "GET", "/api/v1/users", 401],
    ["127.0.0.1", "web", "GET", "/api/v1/auth/session", 200],
    ["::1", "rest", "GET", "/api/v1/users", 200],
    ["127.0.0.1", "rest", "GET", "/..%2f", 400],
    ["127.0.0.1", "web", "GET", "/", 200],
    ["127.0.0.1", "web", "HEAD", "/missing.js", 404],
    ["127.0.0.1", "web", "GET", "/api/nothing", 401],
    ["127.0.0.1", "mobile", "GET", "/", 421],
    ["127.0.0.1", "rest", "OPTIONS", "/api/v1/users", 401],
  ]);
});

test("bytes that are no request, and handshakes, taken or refused", async () => {
  const socket = connect(rest, "127.0.0.1");
  socket.end("nonsense\r\n\r\n");
  await new Promise((resolve) => socket.once("close", resolve).resume());
  const phone = await new TestPhone(`ws://127.0.0.1:${mobile}/`).open();
  const upgrade = { connection: "Upgrade", upgrade: "websocket" };
  const bad = await ask(mobile, "/", { headers: { ...upgrade, "sec-websocket-version": "1" } });
  expect([bad.status, bad.headers["content-security-policy"]]).toEqual([400, expect.any(String)]);
  await ask(rest, "/ws", { headers: upgrade });
  await ask(mobile, "/", { headers: { ...upgrade, origin: "https://evil.example" } });
  phone.close();
  expect(taken()).toEqual([
    ["127.0.0.1", "rest", "-", "-", 400],
    ["127.0.0.1", "mobile", "GET", "/", 101],
    ["127.0.0.1", "mobile", "GET", "/", 400],
    ["127.0.0.1", "rest", "GET", "/ws", 404],
    ["127.0.0.1", "mobile", "GET", "/", 403],
  ]);
});

test("a refused frame has a line, an accepted one has none", async () => {
  const phone = await new TestPhone(`ws://127.0.0.1:${mobile}/`).open();
  await phone.ask({ type: "ping" });
  await phone.ask({ type: "nonsense" });
  await phone.ask({ type: "message", content: "hello" });
  phone.close();
  await expect.poll(() => lines.length).toBe(3);
  expect(taken().slice(1)).toEqual([
    ["127.0.0.1", "mobile", "FRAME", "type", "unknown_type"],
    ["127.0.0.1", "mobile", "FRAME", "may", "not_authenticated"],
  ]);
});

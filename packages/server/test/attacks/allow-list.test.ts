import { request } from "node:http";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { ask, bearer } from "../_support/doors.ts";
import { TestPhone } from "../_support/doors-phone.ts";
import { openRealDoors } from "../_support/doors-real.ts";

const here = { enterprise: { ip_whitelist: ["127.0.0.0/8", "::1"] } };
const nobody = { enterprise: { ip_whitelist: [] } };
const elsewhere = { enterprise: { ip_whitelist: ["10.0.0.0/8"] } };
/** Of this machine, a client of its own. */
const onlySecond = { enterprise: { ip_whitelist: ["127.0.0.2"] } };

const doors = await openRealDoors(here);
const { rest, mobile, web } = doors.server.ports;
const owner = await doors.person("owner");

/** The console's live stream; resolves when it ends, whoever ends it. */
function openStream(): Promise<{ ended: Promise<void> }> {
  return new Promise((resolve, reject) => {
    const asked = request({
      ...{ host: "127.0.0.1", port: rest, path: "/api/v1/events", agent: false },
      headers: bearer(owner.jwt),
    });
    asked.on("response", (response) => {
      response.resume();
      const ended = new Promise<void>((done) => response.once("close", done));
      response.once("data", () => resolve({ ended }));
    });
    asked.on("error", reject);
    asked.end();
  });
}

const phoneAt = (url: string, from = "127.0.0.1") => new TestPhone(url, { localAddress: from }).open();

async function signedIn(url: string): Promise<TestPhone> {
  const phone = await phoneAt(url);
  expect(await phone.ask({ type: "auth", jwt_token: owner.jwt })).toMatchObject({ type: "auth_success" });
  return phone;
}

const within = async <T>(ms: number, promise: Promise<T>): Promise<T | "too late"> =>
  Promise.race([promise, sleep(ms, "too late" as const)]);

describe("a change of the list", () => {
  test("closes every socket and stream that does not fit any more, within a second", async () => {
    await doors.reload(here);
    const phones = [
      await signedIn(`ws://127.0.0.1:${mobile}/`),
      await signedIn(`ws://127.0.0.1:${web}/ws`),
      await phoneAt(`ws://127.0.0.1:${mobile}/`),
    ];
    const fits = await phoneAt(`ws://127.0.0.1:${mobile}/`, "127.0.0.2");
    const stream = await openStream();
    await doors.reload(onlySecond);
    for (const phone of phones) {
      expect(await within(1_000, phone.closed)).toEqual({ code: 4430, reason: "address_refused" });
      expect(phone.frames.at(-1)).toMatchObject({ type: "error", code: "address_refused" });
    }
    expect(await within(1_000, stream.ended)).toBeUndefined();
    expect(await fits.ask({ type: "ping" })).toMatchObject({ type: "pong" });
    fits.close();
  });

  test("a peer that takes no farewell goes as well", async () => {
    await doors.reload(here);
    const socket = connect(mobile, "127.0.0.1");
    socket.write(
      `GET / HTTP/1.1\r\nHost: 127.0.0.1:${mobile}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
    );
    await new Promise((done) => socket.once("data", done));
    // Reads everything and answers no close frame.
    socket.resume();
    const closed = new Promise<void>((done) => socket.once("close", () => done()));
    await doors.reload(nobody);
    expect(await within(1_000, closed)).toBeUndefined();
  });

  test("is in the record, with whom it turned away", async () => {
    const turnedAway = async () => {
      const { items } = await doors.server.house.audit.search({ event: "request_refused", limit: 50 });
      return items.filter(({ details }) => details["check"] === "allow-list");
    };
    await expect.poll(turnedAway).not.toEqual([]);
    const [last] = await turnedAway();
    expect(last?.details).toMatchObject({ code: "address_refused", channel: "mobile" });
  });
});

describe("who is not on the list", () => {
  test.each([
    ["nobody is", nobody],
    ["another network is", elsewhere],
  ])("reaches nothing: %s", async (_, sections) => {
    await doors.reload(sections);
    for (const [port, path] of [
      [rest, "/api/health"],
      [rest, "/api/v1/users"],
      [rest, "/nothing"],
      [web, "/"],
      [web, "/assets/missing.js"],
      [web, "/api/health"],
      [mobile, "/"],
    ] as const) {
      const answer = await ask(port, path, { headers: bearer(owner.jwt) });
      expect([path, answer.status, answer.json["code"]]).toEqual([path, 403, "address_refused"]);
      expect(answer.headers["content-security-policy"]).toContain("default-src 'none'");
    }
    for (const url of [`ws://127.0.0.1:${mobile}/`, `ws://127.0.0.1:${web}/ws`]) {
      await expect(phoneAt(url)).rejects.toThrow("403");
    }
  });

  test("a valid credential does not help, a wrong one is not even looked at", async () => {
    await doors.reload(nobody);
    const before = await doors.server.house.audit.search({ event: "auth_failed", limit: 50 });
    expect((await owner.ask("/api/v1/users")).status).toBe(403);
    expect((await ask(rest, "/api/v1/users", { headers: bearer("wrong") })).status).toBe(403);
    const after = await doors.server.house.audit.search({ event: "auth_failed", limit: 50 });
    expect(after.items.length).toBe(before.items.length);
  });

  test("and everybody is back when the list is gone", async () => {
    await doors.reload({});
    expect((await owner.ask("/api/v1/users")).status).toBe(200);
  });
});

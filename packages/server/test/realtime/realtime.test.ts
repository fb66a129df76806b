import { afterEach, describe, expect, test, vi } from "vitest";
import { openDoors } from "../_support/doors.ts";
import { handshakeStatus, TestPhone } from "../_support/doors-phone.ts";

const doors = await openDoors();
const url = `ws://127.0.0.1:${doors.ports.mobile}`;
const phones: TestPhone[] = [];

async function open(path = "/", options = {}): Promise<TestPhone> {
  const phone = await new TestPhone(`${url}${path}`, options).open();
  phones.push(phone);
  return phone;
}

let count = 0;
async function signedIn() {
  const session = doors.sessions.add(`token-${++count}`, "member", "device");
  const phone = await open();
  expect(await phone.ask({ type: "auth", jwt_token: session.credential })).toMatchObject({
    type: "auth_success",
  });
  return { phone, session };
}

afterEach(() => {
  for (const phone of phones.splice(0)) phone.close();
});

describe("sockets of one device", () => {
  const prove = async (credential: string) => {
    const phone = await open();
    expect((await phone.ask({ type: "auth", jwt_token: credential })).type).toBe("auth_success");
    return phone;
  };

  test("are sixteen: one token does not take all places, the newest is served, and others notice nothing", async () => {
    const { phone: other } = await signedIn();
    const { credential, principal } = doors.sessions.add("one-token", "member", "device");
    const sockets: TestPhone[] = [];
    for (let i = 0; i < 20; i++) sockets.push(await prove(credential));
    for (const gone of sockets.slice(0, 4)) expect((await gone.closed).code).toBe(4429);
    for (const kept of [...sockets.slice(4), other]) {
      expect(await kept.ask({ type: "ping" })).toEqual({ type: "pong" });
    }
    for (const kept of sockets.slice(4)) kept.close();
    const { deviceId } = principal;
    await vi.waitFor(() => expect(deviceId && doors.realtime.isConnected(deviceId)).toBe(false), 10_000);
  });
});

describe("the original's frames", () => {
  test("pair, auth, message and ping, on any path", async () => {
    const phone = await open("/any/path?x=1");
    const request = { session_id: "s", temp_token: "right-token", device_info: { device_name: "P" } };
    const paired = await phone.ask({ type: "pair", ...request });
    expect(paired).toMatchObject({
      type: "auth_success",
      message: "Pairing successful",
      device_name: "A phone",
    });
    expect(paired["jwt_token"]).toEqual(expect.any(String));

    const again = await open("/ws");
    const success = await again.ask({ type: "auth", jwt_token: paired["jwt_token"], id: "a1" });
    expect(success).toMatchObject({ type: "auth_success", id: "a1", message: "Authentication successful" });
    expect(success).not.toHaveProperty("jwt_token");
    expect(await again.ask({ type: "message", content: "hello", id: "m1" })).toMatchObject({
      type: "ack",
      id: "m1",
      seq: 1,
      message: "Message received",
    });
    expect(await again.ask({ type: "ping" })).toEqual({ type: "pong" });
  });

  test("binary frames are read as UTF-8, as the original did", async () => {
    const phone = await open();
    expect(await phone.ask(Buffer.from('{"type":"ping","note":"ä"}'))).toEqual({ type: "pong" });
  });

  test("its error texts", async () => {
    const phone = await open();
    const text = async (frame: object | string) => (await phone.ask(frame))["message"];
    expect(await text("{")).toBe("Invalid JSON");
    expect(await text("[]")).toBe("Invalid JSON");
    expect(await text("null")).toBe("Invalid JSON");
    expect(await text({ type: "nonsense\u202e\n" })).toBe("Unknown message type: nonsense");
    expect(await text({ type: "pair", session_id: "s" })).toBe("Missing session_id or temp_token");
    expect(await text({ type: "auth" })).toBe("Missing jwt_token");
    expect(await text({ type: "message", content: "x" })).toBe("Not authenticated");
    const { phone: known } = await signedIn();
    expect(await known.ask({ type: "message" })).toMatchObject({ message: "Missing message content" });
    expect(await known.ask({ type: "message", content: "" })).toMatchObject({
      message: "Missing message content",
    });
  });

  test("a wrong credential: error first, then auth_error, then the close", async () => {
    const phone = await open();
    expect(await phone.ask({ type: "auth", jwt_token: "wrong" })).toMatchObject({
      type: "error",
      code: "invalid_credentials",
      message: "Invalid or expired JWT token",
    });
    expect(await phone.next()).toMatchObject({ type: "auth_error", message: "Invalid or expired JWT token" });
    expect(await phone.closed).toEqual({ code: 4401, reason: "invalid_credentials" });

    const other = await open();
    expect(await other.ask({ type: "pair", session_id: "s", temp_token: "wrong" })).toMatchObject({
      type: "error",
      message: "Invalid pairing credentials",
    });
    expect(await other.next()).toMatchObject({ type: "auth_error" });
    expect((await other.closed).code).toBe(4401);
  });

  test("its app is told twice that it is paired; others once", async () => {
    const pair = { type: "pair", session_id: "s", temp_token: "right-token" };
    const app = await open();
    const first = await app.ask({ ...pair, device_info: "Flutter Mobile Client" });
    expect(await app.next()).toEqual(first);
    const other = await open();
    await other.ask({ ...pair, device_info: {} });
    expect(await other.ask({ type: "ping" })).toEqual({ type: "pong" });
    await new Promise((resolve) => setTimeout(resolve, 350));
    expect(other.frames).toHaveLength(2);
  });
});

describe("sessions", () => {
  test("a session that ends elsewhere closes its sockets, all of them, and says why", async () => {
    const { phone, session } = await signedIn();
    const second = await open();
    await second.ask({ type: "auth", jwt_token: session.credential });
    expect(doors.realtime.isConnected(session.principal.deviceId ?? ("" as never))).toBe(true);
    doors.sessions.end(session);
    for (const socket of [phone, second]) {
      expect(await socket.next()).toMatchObject({ type: "error", code: "session_ended" });
      expect((await socket.closed).code).toBe(4403);
    }
    await vi.waitFor(
      () => expect(doors.realtime.isConnected(session.principal.deviceId ?? ("" as never))).toBe(false),
      10_000,
    );
  });

  test("a session that ended without a word is found with the next frame", async () => {
    const { phone, session } = await signedIn();
    session.live = false;
    expect(await phone.ask({ type: "message", content: "x" })).toMatchObject({ code: "session_ended" });
    expect((await phone.closed).code).toBe(4403);
  });

  test("a token that runs out closes the socket, unless it was refreshed on it", async () => {
    const { phone, session } = await signedIn();
    session.expiresAt = Date.now() + 600;
    await phone.ask({ type: "auth", jwt_token: session.credential });
    const other = await signedIn();
    other.session.expiresAt = Date.now() + 600;
    await other.phone.ask({ type: "auth", jwt_token: other.session.credential });
    expect(
      await other.phone.ask({ type: "refresh", refresh_token: `refresh-${other.session.credential}` }),
    ).toMatchObject({ type: "auth_success", message: "Token refreshed successfully" });
    expect(await phone.next()).toMatchObject({ type: "error", code: "session_ended" });
    expect((await phone.closed).code).toBe(4403);
    expect(await other.phone.ask({ type: "ping" })).toEqual({ type: "pong" });
  });

  test("a socket stays the session's that it became first", async () => {
    const { phone } = await signedIn();
    const stranger = doors.sessions.add("another", "owner", "device");
    expect(await phone.ask({ type: "auth", jwt_token: stranger.credential })).toMatchObject({
      code: "conflict",
    });
    expect(await phone.ask({ type: "pair", session_id: "s", temp_token: "right-token" })).toMatchObject({
      code: "conflict",
    });
    expect(await phone.ask({ type: "ping" })).toEqual({ type: "pong" });
  });

  test("a browser's cookie means nothing on a socket", async () => {
    doors.sessions.add("browser", "owner", "browser");
    const phone = await open("/", { headers: { cookie: "entobot_session=browser" } });
    expect(await phone.ask({ type: "message", content: "x" })).toMatchObject({ code: "not_authenticated" });
  });
});

describe("bounds", () => {
  test("who proves nothing within five seconds is let go; ping does not move the deadline", async () => {
    let ahead = 0;
    const own = await openDoors({ clock: () => Date.now() + ahead });
    const phone = await new TestPhone(`ws://127.0.0.1:${own.ports.mobile}`).open();
    ahead = 4_000;
    expect(await phone.ask({ type: "ping" })).toEqual({ type: "pong" });
    await new Promise((resolve) => setTimeout(resolve, 550));
    expect(await phone.ask({ type: "ping" })).toEqual({ type: "pong" });
    ahead = 5_000;
    expect(await phone.next()).toMatchObject({ type: "error", code: "authentication_timeout" });
    expect((await phone.closed).code).toBe(4408);
    expect(own.domains.noted).toContainEqual(
      expect.objectContaining({ details: expect.objectContaining({ code: "authentication_timeout" }) }),
    );
  });

  test("16 KiB before authentication, 1 MiB after", async () => {
    const phone = await open();
    phone.say({ type: "ping", padding: "x".repeat(17 * 1024) });
    expect((await phone.closed).code).toBe(1009);
    const { phone: known } = await signedIn();
    expect(await known.ask({ type: "ping", padding: "x".repeat(1000 * 1024) })).toEqual({ type: "pong" });
    known.say({ type: "ping", padding: "x".repeat(1025 * 1024) });
    expect((await known.closed).code).toBe(1009);
  });

  test("a full house answers 503 at the handshake", async () => {
    let most = 1;
    const small = await openDoors({ sockets: { maxConnections: () => most } });
    const url = `ws://127.0.0.1:${small.ports.mobile}`;
    const { credential } = small.sessions.add("one", "member", "device");
    const one = await new TestPhone(url).open();
    await one.ask({ type: "auth", jwt_token: credential });
    expect(await handshakeStatus(url)).toBe(503);
    most = 2;
    expect(await handshakeStatus(url)).toBe(101);
    one.close();
  });

  test("where strangers have taken all places, the oldest of them makes room", async () => {
    const small = await openDoors({ sockets: { maxConnections: () => 2 } });
    const url = `ws://127.0.0.1:${small.ports.mobile}`;
    const { credential } = small.sessions.add("late", "member", "device");
    const [first, second] = [await new TestPhone(url).open(), await new TestPhone(url).open()];
    const known = await new TestPhone(url).open();
    expect(await first.next()).toMatchObject({ code: "shutting_down", retry_after: 5 });
    expect((await first.closed).code).toBe(4503);
    expect(await known.ask({ type: "auth", jwt_token: credential })).toMatchObject({ type: "auth_success" });
    const another = await new TestPhone(url).open();
    expect((await second.closed).code).toBe(4503);
    expect(await known.ask({ type: "ping" })).toEqual({ type: "pong" });
    expect(small.domains.noted.map(({ details }) => details)).toContainEqual(
      expect.objectContaining({ check: "connections" }),
    );
    for (const phone of [known, another]) phone.close();
  });

  test("a peer that does not answer the heartbeat is cut", async () => {
    const quick = await openDoors({ sockets: { heartbeatMs: 600 } });
    const session = quick.sessions.add("beat", "member", "device");
    const silent = await new TestPhone(`ws://127.0.0.1:${quick.ports.mobile}`, { autoPong: false }).open();
    await silent.ask({ type: "auth", jwt_token: session.credential });
    const alive = await new TestPhone(`ws://127.0.0.1:${quick.ports.mobile}`).open();
    await alive.ask({ type: "auth", jwt_token: session.credential });
    expect((await silent.closed).code).toBe(1006);
    expect(await alive.ask({ type: "ping" })).toEqual({ type: "pong" });
    alive.close();
  });
});

test("an error of ours is one frame with fixed words; the socket and the process go on", async () => {
  const { phone } = await signedIn();
  doors.domains.failNext = new RangeError("secret words");
  expect(await phone.ask({ type: "message", content: "x", id: "m9" })).toEqual({
    type: "error",
    id: "m9",
    code: "internal",
    message: "Something went wrong. Quote the request id to an administrator.",
  });
  expect(await phone.ask({ type: "ping" })).toEqual({ type: "pong" });
});

test("closing tells every phone to come back", async () => {
  const own = await openDoors();
  const session = own.sessions.add("drain", "member", "device");
  const phone = await new TestPhone(`ws://127.0.0.1:${own.ports.web}/ws`).open();
  await phone.ask({ type: "auth", jwt_token: session.credential });
  await own.close(1_000);
  expect((await phone.closed).code).toBe(4503);
});

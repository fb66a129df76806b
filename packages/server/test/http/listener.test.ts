import { connect, createServer, type Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { ask, bearer, openDoors } from "../_support/doors.ts";
import { TestPhone } from "../_support/doors-phone.ts";
import { promised } from "../_support/size.ts";

const quick = { headersMs: 300, requestMs: 600, keepAliveMs: 300, stalledMs: 30_000 };

/** Everything that came until the other side closed, and how long that took. */
function untilClosed(socket: Socket): Promise<{ text: string; ms: number }> {
  const began = Date.now();
  let text = "";
  socket.on("data", (chunk) => {
    text += chunk;
  });
  socket.on("error", () => {});
  return new Promise((resolve) => socket.on("close", () => resolve({ text, ms: Date.now() - began })));
}

describe("ports", () => {
  test.each([
    ["gateway", "gateway.port"],
    ["web", "web.port"],
    ["mobile", "channels.mobile.websocket_port"],
  ] as const)("a taken port of %s is named by its key, and nothing stays open", async (listener, key) => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as { port: number };
    const settings = { [listener]: { host: "loopback", port, tls: false, publicUrl: null } };
    await expect(openDoors({ settings })).rejects.toMatchObject({
      code: "listener_unavailable",
      text: expect.stringContaining(`${key}: 127.0.0.1 port ${port}: another program listens there`),
    });
    other.close();
  });

  test("an address that this machine does not have", async () => {
    await expect(
      openDoors({ settings: { gateway: { host: "203.0.113.9", port: 0, tls: false } } }),
    ).rejects.toMatchObject({
      text: expect.stringContaining("this machine has no such address"),
    });
  });
});

describe("who is slow", () => {
  test("headers, bodies and drips end in time; a last word is said", async () => {
    const { ports } = await openDoors({ patience: quick });
    const drips: NodeJS.Timeout[] = [];
    await Promise.all(
      Object.values(ports).map(async (port) => {
        const silent = connect(port, "127.0.0.1");
        const headers = connect(port, "127.0.0.1");
        headers.write("GET /api/health HTTP/1.1\r\nHost: localhost\r\nX-A: ");
        drips.push(setInterval(() => headers.writable && headers.write("a"), 50));
        const body = connect(port, "127.0.0.1");
        body.write(
          "POST /api/v1/auth/sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{",
        );
        drips.push(setInterval(() => body.writable && body.write("1"), 50));
        const ended = await Promise.all([silent, headers, body].map(untilClosed));
        for (const { ms } of ended) expect(ms).toBeLessThan(promised(3_000));
        expect(ended[1]?.text).toMatch(/^HTTP\/1.1 408 /);
        // The mobile listener has no such route and does not wait for its body.
        expect(ended[2]?.text).toMatch(port === ports.mobile ? /^HTTP\/1.1 40[14] / : /^HTTP\/1.1 408 /);
      }),
    );
    for (const drip of drips) clearInterval(drip);
  });
});

describe("closing", () => {
  test("a running request is finished, an idle connection is not waited for", async () => {
    const doors = await openDoors();
    doors.sessions.add("m", "owner", "device");
    const idle = connect(doors.ports.rest, "127.0.0.1");
    await new Promise((resolve) => idle.once("connect", resolve));
    const { people } = doors.domains.identity;
    const list = people.list;
    let began: () => void = () => {};
    const running = new Promise<void>((resolve) => {
      began = resolve;
    });
    Object.assign(people, {
      list: async () => {
        began();
        await new Promise((resolve) => setTimeout(resolve, 300));
        return list({} as never, { limit: 1 });
      },
    });
    const answer = ask(doors.ports.rest, "/api/v1/users", { headers: bearer("m") });
    await running;
    const start = Date.now();
    await doors.close(5_000);
    expect(Date.now() - start).toBeLessThan(2_000);
    expect((await answer).status).toBe(200);
    await expect(ask(doors.ports.rest, "/api/health")).rejects.toThrow(/ECONNREFUSED/);
  });

  test("live streams and sockets do not hold it up", async () => {
    const doors = await openDoors();
    const { credential } = doors.sessions.add("s", "owner", "device");
    const phone = await new TestPhone(`ws://127.0.0.1:${doors.ports.mobile}`).open();
    await phone.ask({ type: "auth", jwt_token: credential });
    const stream = ask(doors.ports.rest, "/api/v1/events", { headers: bearer(credential) });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const start = Date.now();
    await doors.close(5_000);
    expect(Date.now() - start).toBeLessThan(2_000);
    expect((await stream).text).toContain("event: pulse");
    expect((await phone.closed).code).toBe(4503);
  });
});

import { get } from "node:http";
import { describe, expect, test, vi } from "vitest";
import { ask, bearer, type Doors, openDoors } from "../_support/doors.ts";
import { record } from "../_support/doors-domains.ts";

interface Watching {
  text(): string;
  readonly headers: Promise<Record<string, unknown>>;
  readonly ended: Promise<void>;
  leave(): void;
}

function watch(doors: Doors, credential: string): Watching {
  let text = "";
  let resolveHeaders: (headers: Record<string, unknown>) => void;
  const headers = new Promise<Record<string, unknown>>((resolve) => {
    resolveHeaders = resolve;
  });
  const options = { port: doors.ports.rest, path: "/api/v1/events", agent: false as const };
  const request = get({ ...options, headers: { authorization: `Bearer ${credential}` } });
  const ended = new Promise<void>((resolve) => {
    request.on("response", (response) => {
      resolveHeaders(response.headers);
      response.on("data", (chunk) => {
        text += chunk;
      });
      response.on("close", resolve);
    });
    request.on("error", () => resolve());
  });
  return { text: () => text, headers, ended, leave: () => request.destroy() };
}

/** Of one more stream, which is left at once. */
function statusOf({ ports }: Doors, credential: string): Promise<number | undefined> {
  const options = { port: ports.rest, path: "/api/v1/events", agent: false as const };
  return new Promise((resolve, reject) => {
    const request = get({ ...options, headers: bearer(credential) }, ({ statusCode }) => {
      resolve(statusCode);
      request.destroy();
    });
    request.on("error", reject);
  });
}

describe("server-sent events", () => {
  test("begin with the state, carry new heads, and count refusals", async () => {
    const doors = await openDoors();
    doors.sessions.add("console", "owner", "device");
    const console = watch(doors, "console");
    expect(await console.headers).toMatchObject({
      "content-type": "text/event-stream",
      "x-accel-buffering": "no",
      "cache-control": "no-store",
    });
    await vi.waitFor(() => expect(console.text()).toMatch(/event: pulse\n.*event: status\n/s), 10_000);
    doors.domains.chained([
      record(1),
      { ...record(2, "denied"), details: { count: 41 } },
      record(2, "denied"),
    ]);
    await vi.waitFor(() => expect(console.text()).toContain('event: head\ndata: {"seq":2,'), 10_000);
    await vi.waitFor(() => expect(console.text()).toContain('"refusals":42'), { timeout: 4_000 });
    console.leave();
  });

  test("end with the session, and when its time is over", async () => {
    const doors = await openDoors();
    const revoked = doors.sessions.add("revoked", "owner", "device");
    doors.sessions.add("short", "owner", "device", 400);
    const one = watch(doors, "revoked");
    const other = watch(doors, "short");
    await Promise.all([one.headers, other.headers]);
    doors.sessions.end(revoked);
    await one.ended;
    await other.ended;
    expect(doors.sessions.watchers.get(revoked.principal.sessionId)?.size).toBe(0);
  });

  test("one person has sixteen at once, whoever else watches has theirs, and one that is left is free again", async () => {
    const doors = await openDoors();
    doors.sessions.add("greedy", "member", "device");
    doors.sessions.add("console", "owner", "device");
    const streams = Array.from({ length: 16 }, () => watch(doors, "greedy"));
    await Promise.all(streams.map(({ headers }) => headers));
    const refused = await ask(doors.ports.rest, "/api/v1/events", { headers: bearer("greedy") });
    expect(refused).toMatchObject({ status: 429, json: { code: "busy" }, headers: { "retry-after": "30" } });
    const console = watch(doors, "console");
    await expect(console.headers).resolves.toMatchObject({ "content-type": "text/event-stream" });
    streams[0]?.leave();
    await expect.poll(() => statusOf(doors, "greedy")).toBe(200);
    for (const { leave } of [...streams, console]) leave();
  });

  test("a client that leaves is forgotten", async () => {
    const doors = await openDoors();
    const session = doors.sessions.add("leaver", "owner", "device");
    const console = watch(doors, "leaver");
    await console.headers;
    expect(doors.sessions.watchers.get(session.principal.sessionId)?.size).toBe(1);
    console.leave();
    await vi.waitFor(
      () => expect(doors.sessions.watchers.get(session.principal.sessionId)?.size).toBe(0),
      10_000,
    );
  });
});

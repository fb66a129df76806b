import { describe, expect, test } from "vitest";
import { ask, bearer, openDoors } from "../_support/doors.ts";

const listed = "https://tools.example.com";
const doors = await openDoors({ settings: { network: { publicUrl: null, allowedOrigins: [listed] } } });
const plain = await openDoors();
doors.sessions.add("phone", "owner", "device");
const { rest, web } = doors.ports;

const preflight = (port: number, origin: string, path = "/api/v1/users") =>
  ask(port, path, {
    method: "OPTIONS",
    headers: {
      origin,
      "access-control-request-method": "POST",
      "access-control-request-headers": "authorization,content-type",
    },
  });
const corsOf = (headers: object) => Object.keys(headers).filter((name) => name.startsWith("access-control-"));

describe("a page of a listed origin", () => {
  test("may ask, with a token and never with cookies", async () => {
    for (const port of [rest, web]) {
      const { status, headers, text } = await preflight(port, listed);
      expect([status, text]).toEqual([204, ""]);
      expect(headers).toMatchObject({
        "access-control-allow-origin": listed,
        "access-control-allow-methods": "GET, POST, PUT, PATCH, DELETE",
        "access-control-allow-headers": "Authorization, Content-Type, Idempotency-Key",
        vary: "Origin",
      });
      expect(headers).not.toHaveProperty("access-control-allow-credentials");
    }
  });

  test("reads answers and refusals", async () => {
    for (const headers of [bearer("phone"), bearer("wrong"), {}]) {
      const answer = await ask(rest, "/api/v1/models", { headers: { ...headers, origin: listed } });
      expect(answer.headers["access-control-allow-origin"]).toBe(listed);
      expect(answer.headers["access-control-expose-headers"]).toContain("Retry-After");
    }
  });

  test("learns of no path that way", async () => {
    const known = await preflight(rest, listed);
    const unknown = await preflight(rest, listed, "/api/v1/nothing");
    expect([unknown.status, corsOf(unknown.headers)]).toEqual([known.status, corsOf(known.headers)]);
  });
});

describe("every other page", () => {
  const near = ["https://tools.example.com.evil.test", "HTTPS://tools.example.com", `${listed}:443`, "null"];

  test("gets nothing", async () => {
    for (const origin of near) {
      const answer = await preflight(rest, origin);
      expect([origin, answer.status, corsOf(answer.headers)]).toEqual([origin, 403, []]);
      const read = await ask(rest, "/api/v1/models", { headers: { ...bearer("phone"), origin } });
      expect([origin, corsOf(read.headers)]).toEqual([origin, []]);
      expect(read.headers.vary).toBe("Origin");
    }
  });

  test("our own pages need no permission, and without a list nobody has one", async () => {
    expect((await preflight(rest, `http://127.0.0.1:${web}`)).status).toBe(403);
    const answer = await preflight(plain.ports.rest, listed);
    expect([answer.status, corsOf(answer.headers)]).toEqual([403, []]);
    expect((await ask(plain.ports.rest, "/api/health")).headers).not.toHaveProperty("vary");
  });

  test("OPTIONS without a page behind it is a method like any other", async () => {
    expect((await ask(rest, "/api/v1/users", { method: "OPTIONS" })).status).toBe(401);
  });
});

import { describe, expect, test } from "vitest";
import { ask, bearer, openDoors } from "../_support/doors.ts";
import { describedRoutes } from "../_support/doors-routes.ts";

const doors = await openDoors();
const { rest, web, mobile } = doors.ports;
doors.sessions.add("owner", "owner", "device");

describe("D9: security headers on every response", () => {
  const expected = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
    "x-xss-protection": "0",
  };
  const ids: Record<string, string> = { devices: "dev", sessions: "ses", users: "usr", conversations: "cnv" };
  const path = (template: string) =>
    template
      .replace(/(\w+)\/:id/, (_all, kind: string) => `${kind}/${ids[kind]}_${"0".repeat(26)}`)
      .replace(":session_id", "s");

  test("every route, admitted and refused; files; what does not exist; what is malformed", async () => {
    const asked: [number, string, string, Record<string, string>][] = [
      ...describedRoutes()
        .filter(({ name }) => name !== "events.watch")
        .flatMap((route): [number, string, string, Record<string, string>][] => [
          [rest, route.method, path(route.path), {}],
          [web, route.method, path(route.path), bearer("owner")],
        ]),
      [web, "GET", "/", {}],
      [web, "HEAD", "/conversations", {}],
      [web, "GET", "/missing.js", {}],
      [web, "POST", "/", {}],
      [rest, "GET", "/..%2f", {}],
      [mobile, "GET", "/", {}],
      [rest, "OPTIONS", "/api/v1/users", {}],
      [rest, "GET", "/api/health", { host: "evil.example" }],
    ];
    for (const [port, method, target, headers] of asked) {
      const answer = await ask(port, target, { method, headers });
      expect([target, answer.headers]).toEqual([target, expect.objectContaining(expected)]);
      expect(answer.headers["content-security-policy"]).toMatch(
        /default-src 'none';.*frame-ancestors 'none'/,
      );
      expect(answer.headers["content-security-policy"]).not.toMatch(/unsafe|\*/);
      if (target.startsWith("/api/")) expect(answer.headers["cache-control"]).toBe("no-store");
      expect(answer.headers).not.toHaveProperty("x-powered-by");
      expect(answer.headers).not.toHaveProperty("server");
    }
  });

  test("the page may open our own sockets and nothing else", async () => {
    const policy = (await ask(web, "/")).headers["content-security-policy"];
    expect(policy).toContain(
      `connect-src 'self' ws://localhost:${mobile} ws://127.0.0.1:${mobile} ws://localhost:${web} ws://127.0.0.1:${web};`,
    );
  });
});

describe("forwarded headers while no proxy is trusted", () => {
  const spellings = ["x-forwarded-for", "X-Real-IP", "Forwarded"];

  test("from this machine they are refused in words, on every listener and every path", async () => {
    for (const name of spellings) {
      for (const [port, target] of [
        [rest, "/api/health"],
        [web, "/"],
        [web, "/api/health"],
        [mobile, "/"],
      ] as const) {
        const answer = await ask(port, target, { headers: { [name]: "10.0.0.5" } });
        expect(answer.json["code"]).toBe("forwarded_untrusted");
        expect(answer.json["detail"]).toContain("network.trusted_proxies");
      }
    }
  });
});

describe("doubled and excessive headers", () => {
  test("what two readers could read differently is refused", async () => {
    for (const name of ["authorization", "origin", "content-type", "idempotency-key", "x-csrf-token"]) {
      const answer = await ask(rest, "/api/health", { headers: { [name]: ["a", "b"] } });
      expect([name, answer.status]).toEqual([name, 400]);
    }
  });

  test("number and size are bounded", async () => {
    const many = Object.fromEntries(Array.from({ length: 110 }, (_, i) => [`x-${i}`, "1"]));
    expect((await ask(rest, "/api/health", { headers: many })).status).toBe(431);
    const large = await ask(rest, "/api/health", { headers: { "x-large": "a".repeat(20_000) } });
    expect(large.status).toBe(431);
    expect(large.headers["content-security-policy"]).toContain("default-src 'none'");
  });
});

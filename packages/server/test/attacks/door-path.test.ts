import { expect, test } from "vitest";
import { splitTarget } from "../../src/http/request-path.ts";
import { ask, openDoors } from "../_support/doors.ts";

/** Spellings that a proxy in front (the guide's nginx has three locations) and a router behind may read differently. */
const steps = [
  "..",
  ".",
  "%2e%2e",
  "%2E.",
  ".%2e",
  "%2e",
  "..%2f",
  "%2f",
  "%5c",
  "\\",
  "..\\",
  "%00",
  "",
  "%c0%af",
  "%",
];
const frames = [
  (step: string) => `/api/${step}/v1/users`,
  (step: string) => `/api/v1/${step}/users`,
  (step: string) => `/${step}/api/v1/users`,
  (step: string) => `/assets/${step}/index.html`,
  (step: string) => `/api/v1/users/${step}`,
];
const ambiguous = frames
  .flatMap((frame) => steps.map(frame))
  .filter((path) => !path.endsWith("/api/v1/users/") && !path.includes("%c0%af"));
const odd = [
  "*",
  "http://127.0.0.1/api/health",
  "//api/health",
  "/api//health",
  "/api/health#x",
  "/api/h\u00e4lth",
];

/** What would let most of them through: the URL parser tidies dot segments up, which is the attack. */
const naive = (target: string) => new URL(target, "http://x").pathname;

test("no ambiguous path is routed", async () => {
  const doors = await openDoors();
  const wrong: string[] = [];
  for (const path of ambiguous) {
    for (const port of [doors.ports.rest, doors.ports.web]) {
      // The client of this test refuses raw control characters itself; those are in the table below.
      const { status } = await ask(port, path);
      if (status !== 400) wrong.push(`${path} ${status}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(doors.domains.asked).toEqual([]);
  expect(doors.domains.noted.every(({ event }) => event === "request_refused")).toBe(true);
});

test("the table of spellings, without a server", () => {
  for (const target of [...ambiguous, ...odd, "/a\u0000b", "/a b", "/a\tb", `/${"a".repeat(5000)}`]) {
    expect(() => splitTarget(target), target).toThrow(expect.objectContaining({ code: "invalid_path" }));
  }
  for (const target of [
    "/",
    "/api/health",
    "/api/v1/users?limit=1&cursor=a%2Fb",
    "/assets/app-1a.b.js",
    "/.well-known/x",
    "/a%20b",
  ]) {
    expect(() => splitTarget(target), target).not.toThrow();
  }
});

test("control: a tidying reader would have been led astray", () => {
  const astray = ambiguous.filter(
    (target) => naive(target) === "/api/v1/users" || naive(target) === "/v1/users",
  );
  expect(astray.length).toBeGreaterThan(5);
});

test("hosts that are not ours get 421, and so does none", async () => {
  const doors = await openDoors();
  const { rest } = doors.ports;
  for (const host of [
    "evil.example",
    `evil.example:${rest}`,
    `127.0.0.1:${rest + 1}`,
    `localhost.:${rest}`,
    "0.0.0.0",
    `[::]:${rest}`,
  ]) {
    const answer = await ask(rest, "/api/health", { headers: { host } });
    expect([host, answer.status, answer.json["code"]]).toEqual([host, 421, "misdirected_host"]);
  }
  for (const host of [`127.0.0.1:${rest}`, `LOCALHOST:${rest}`, "localhost", `[::1]:${rest}`]) {
    expect((await ask(rest, "/api/health", { headers: { host } })).status).toBe(200);
  }
});

test("the public name is ours, and it alone makes the cookie secure", async () => {
  const doors = await openDoors({
    settings: { network: { publicUrl: "https://bot.example.com", allowedOrigins: null } },
  });
  const signIn = (headers: Record<string, string>) =>
    ask(doors.ports.web, "/api/v1/auth/sign-in", {
      method: "POST",
      headers,
      body: { email: "a@b.test", password: "right horse battery" },
    });
  const outside = await signIn({ host: "bot.example.com", origin: "https://bot.example.com" });
  expect(outside.headers["set-cookie"]?.[0]).toMatch(/^__Host-entobot_session=.*; Secure$/);
  expect(outside.headers["strict-transport-security"]).toBe("max-age=31536000");
  const inside = await signIn({});
  expect(inside.headers["set-cookie"]?.[0]).toMatch(/^entobot_session=/);
  expect((await signIn({ host: "other.example.com" })).status).toBe(421);
});

import { describe, expect, test } from "vitest";
import { ask, bearer, openDoors } from "../_support/doors.ts";
import { handshakeStatus } from "../_support/doors-phone.ts";

const doors = await openDoors({
  settings: {
    network: { publicUrl: "https://bot.example.com", allowedOrigins: ["https://tools.example.com"] },
  },
});
const { web, mobile } = doors.ports;
doors.sessions.add("browser", "owner", "browser");
doors.sessions.add("phone", "owner", "device");
const ours = [
  "https://bot.example.com",
  "https://tools.example.com",
  `http://127.0.0.1:${web}`,
  `http://localhost:${web}`,
];

/** Near misses of every kind: scheme, port, case, suffix, prefix, user part, dots, lists, and the opaque origin. */
const foreign = ours.flatMap((origin) => {
  const { protocol, hostname } = new URL(origin);
  return [
    `${origin}/`,
    `${origin} `,
    `${origin}:1`,
    `${origin}.evil.example`,
    `${origin}@evil.example`,
    `${origin},${origin}`,
    `${origin} ${origin}`,
    origin.toUpperCase(),
    origin.replace(/^https?/, (scheme) => (scheme === "https" ? "http" : "https")),
    `${protocol}//evil-${hostname}`,
    `${protocol}//x.${hostname}`,
    `${protocol}//${hostname}.`,
    `${protocol}//user@${hostname}`,
    `${protocol}//${hostname}:0`,
    `${protocol}//${hostname}:65536`,
    `ws://${hostname}`,
    `file://${hostname}`,
    `${protocol}//${hostname}%00.evil.example`,
    `${protocol}//${hostname}#.evil.example`,
    `${protocol}//${hostname}?.evil.example`,
    `${protocol}//${hostname}\\.evil.example`,
    `${protocol}\\\\${hostname}`,
    `${protocol}${hostname}`,
    `//${hostname}`,
    hostname,
    `\t${origin}`,
    `"${origin}"`,
    `null, ${origin}`,
    `${protocol}//${hostname.replace(/.$/, (last) => encodeURIComponent(last).replace(last, `%${last.charCodeAt(0).toString(16)}`))}`,
  ];
});
const origins = [
  ...foreign,
  "null",
  "",
  "http://evil.example",
  "https://evil.example",
  "chrome-extension://x",
  "http://[::1]",
  "data:",
]
  .map((origin) => origin.trim())
  .filter((origin) => !ours.includes(origin));

const cookieHeaders = { cookie: "entobot_session=browser", "x-csrf-token": "csrf-browser" };
const signOut = async (headers: Record<string, string>) =>
  (await ask(web, "/api/v1/auth/sign-out", { method: "POST", headers })).status;

/** A guard as one often finds it. */
const naive = (origin: string) => ours.some((own) => origin.toLowerCase().startsWith(own));

describe("D1: origins", () => {
  test("there are enough spellings, and a prefix guard would accept many", () => {
    expect(new Set(origins).size).toBeGreaterThanOrEqual(80);
    expect(origins.filter(naive).length).toBeGreaterThan(15);
  });

  test("0 accepted on state-changing routes, by cookie and by bearer", async () => {
    for (const origin of origins) {
      expect([origin, await signOut({ ...cookieHeaders, origin })]).toEqual([origin, 403]);
      expect([origin, await signOut({ ...bearer("phone"), origin })]).toEqual([origin, 403]);
    }
  });

  test("0 accepted on sockets; a program without Origin is", async () => {
    for (const url of [`ws://127.0.0.1:${mobile}/`, `ws://127.0.0.1:${web}/ws`]) {
      for (const origin of origins) {
        for (const credential of [{ cookie: cookieHeaders.cookie }, bearer("phone")]) {
          const headers = { ...credential, origin };
          expect([origin, await handshakeStatus(url, { headers })]).toEqual([origin, 403]);
        }
      }
      for (const origin of ours) expect(await handshakeStatus(url, { headers: { origin } })).toBe(101);
      expect(await handshakeStatus(url)).toBe(101);
    }
  });

  test("a foreign page cannot sign anybody in", async () => {
    const body = { email: "a@b.test", password: "right horse battery" };
    const signIn = async (headers: Record<string, string>) =>
      (await ask(web, "/api/v1/auth/sign-in", { method: "POST", headers, body })).status;
    expect(await signIn({ origin: "https://evil.example" })).toBe(403);
    expect(await signIn({ "sec-fetch-site": "cross-site" })).toBe(403);
    expect(await signIn({ "sec-fetch-site": "same-site" })).toBe(403);
    expect(await signIn({ origin: `http://127.0.0.1:${web}` })).toBe(200);
    expect(await signIn({})).toBe(200);
  });
});

describe("cookie sessions prove more", () => {
  const own = { origin: `http://127.0.0.1:${web}` };

  test("own origins pass with the token", async () => {
    for (const origin of ours) expect(await signOut({ ...cookieHeaders, origin })).toBe(204);
    expect(await signOut({ ...cookieHeaders, "sec-fetch-site": "same-origin" })).toBe(204);
  });

  test("neither Origin nor Sec-Fetch-Site: refused", async () => {
    expect(await signOut(cookieHeaders)).toBe(403);
    for (const site of ["none", "same-site", "cross-site", "SAME-ORIGIN", ""]) {
      expect(await signOut({ ...cookieHeaders, "sec-fetch-site": site })).toBe(403);
    }
  });

  test("no token, another's, a shorter, a longer, another case: refused", async () => {
    const { cookie } = cookieHeaders;
    for (const token of [undefined, "", "csrf-phone", "csrf-browse", "csrf-browserx", "CSRF-BROWSER"]) {
      const headers = { cookie, ...own, ...(token === undefined ? {} : { "x-csrf-token": token }) };
      const answer = await ask(web, "/api/v1/auth/sign-out", { method: "POST", headers });
      expect(answer.json["code"]).toBe("csrf_failed");
    }
  });

  test("another page of this machine cannot even read with the cookie", async () => {
    const read = async (site: string) =>
      (
        await ask(web, "/api/v1/models", {
          headers: { cookie: cookieHeaders.cookie, "sec-fetch-site": site },
        })
      ).status;
    expect(await read("same-origin")).toBe(200);
    expect(await read("none")).toBe(200);
    expect(await read("same-site")).toBe(403);
    expect(await read("cross-site")).toBe(403);
  });
});

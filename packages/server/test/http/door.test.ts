import { connect } from "node:net";
import { describe, expect, test } from "vitest";
import { type Ask, ask, bearer, cookie, openDoors } from "../_support/doors.ts";

const doors = await openDoors();
const { rest, web } = doors.ports;
doors.sessions.add("member", "member", "device");
doors.sessions.add("owner", "owner", "browser");

async function code(path: string, options?: Ask, port = rest) {
  const answer = await ask(port, path, options);
  return [answer.status, answer.json["code"]];
}

describe("what anybody may ask", () => {
  test("health says that it serves and nothing else", async () => {
    const answer = await ask(rest, "/api/health");
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({ status: "ok", service: "entobot" });
  });

  test("::1 answers on the same port, where there is IPv6", async () => {
    const answer = await ask(rest, "/api/health", { host: "::1", headers: { host: `[::1]:${rest}` } });
    expect(answer.status).toBe(200);
  });
});

describe("routing", () => {
  test("an unknown path is 401 for a stranger and 404 for somebody", async () => {
    expect(await code("/api/v1/nothing")).toEqual([401, "not_authenticated"]);
    expect(await code("/api/v1/nothing", { headers: bearer("member") })).toEqual([404, "not_found"]);
    expect(await code("/elsewhere")).toEqual([404, "not_found"]);
  });

  test("a wrong method is 405 and names the right ones", async () => {
    const answer = await ask(rest, "/api/v1/users", { method: "DELETE", headers: bearer("member") });
    expect(answer.status).toBe(405);
    expect(answer.headers["allow"]).toBe("GET, POST");
    expect(await code("/api/v1/users", { method: "DELETE" })).toEqual([401, "not_authenticated"]);
    expect(await code("/api/v1/users", { method: "PROPFIND", headers: bearer("member") })).toEqual([
      404,
      "not_found",
    ]);
  });

  test("the mobile listener answers nothing but sockets", async () => {
    expect((await ask(doors.ports.mobile, "/api/health")).status).toBe(401);
    expect((await ask(doors.ports.mobile, "/")).status).toBe(404);
  });
});

describe("credentials", () => {
  test("none, a wrong one, an ended one, and one without the permission", async () => {
    const ended = doors.sessions.add("ended", "owner", "device");
    ended.live = false;
    expect(await code("/api/v1/users")).toEqual([401, "not_authenticated"]);
    expect(await code("/api/v1/users", { headers: bearer("wrong") })).toEqual([401, "invalid_credentials"]);
    expect(await code("/api/v1/users", { headers: { authorization: "Basic b3duZXI6eA==" } })).toEqual([
      401,
      "invalid_credentials",
    ]);
    expect(await code("/api/v1/users", { headers: bearer("ended") })).toEqual([401, "session_ended"]);
    expect(await code("/api/v1/users", { headers: bearer("member") })).toEqual([403, "access_denied"]);
    expect((await ask(rest, "/api/v1/users", { headers: cookie("owner", rest) })).status).toBe(200);
  });

  test("two credentials at once are refused, not ranked", async () => {
    const both = { ...bearer("member"), cookie: "entobot_session=owner" };
    expect(await code("/api/v1/models", { headers: both })).toEqual([400, "invalid_request"]);
    const twice = { cookie: "entobot_session=owner; entobot_session=other" };
    expect(await code("/api/v1/models", { headers: twice })).toEqual([400, "invalid_request"]);
  });

  test("a stale cookie does not keep anybody from signing in", async () => {
    const answer = await ask(web, "/api/v1/auth/sign-in", {
      method: "POST",
      headers: { ...cookie("stale", web), ...bearer("wrong") },
      body: { email: "a@b.test", password: "right horse battery" },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers["set-cookie"]?.[0]).toMatch(
      /^entobot_session=signed-in-\d+; Max-Age=3\d{3}; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    expect(answer.json["csrf_token"]).toMatch(/^csrf-/);
  });

  test("signing out clears the cookie", async () => {
    const answer = await ask(web, "/api/v1/auth/sign-out", { method: "POST", headers: cookie("owner", web) });
    expect(answer.status).toBe(204);
    expect(answer.headers["set-cookie"]?.[0]).toContain("entobot_session=; Max-Age=0");
  });
});

describe("input", () => {
  const post = (options: Ask) => code("/api/v1/users", { method: "POST", ...options });
  const headers = cookie("owner", rest);

  test("JSON only, within bounds", async () => {
    expect(await post({ headers: { ...headers, "content-type": "text/plain" }, bytes: "{}" })).toEqual([
      415,
      "unsupported_media_type",
    ]);
    expect(await post({ headers: { ...headers, "content-encoding": "gzip" }, bytes: "{}" })).toEqual([
      415,
      "unsupported_media_type",
    ]);
    expect(await post({ headers, bytes: "{" })).toEqual([400, "invalid_json"]);
    expect(await post({ headers, bytes: Buffer.from([0x22, 0xff, 0x22]) })).toEqual([400, "invalid_json"]);
    expect(await post({ headers, bytes: '{"email":"a@b.test","email":"c@d.test"}' })).toEqual([
      400,
      "invalid_json",
    ]);
    expect(await post({ headers, bytes: '{"__proto__":{}}' })).toEqual([400, "invalid_json"]);
    expect(await post({ headers, bytes: `${"[".repeat(100_000)}` })).toEqual([400, "invalid_json"]);
  });

  test("a body that is too large is refused before and while it is read", async () => {
    const large = Buffer.alloc(1024 * 1024 + 1, 0x20);
    expect(await post({ headers, bytes: large })).toEqual([413, "too_large"]);
    const chunked = { ...headers, "transfer-encoding": "chunked" };
    expect(await post({ headers: chunked, bytes: large })).toEqual([413, "too_large"]);
  });

  test("of a stranger no more is read than a credential takes; somebody proved may say more", async () => {
    const padded = (bytes: number) => Buffer.alloc(bytes, " ").fill("{}", 0, 2);
    const json = { "content-type": "application/json" };
    const chunked = { ...json, "transfer-encoding": "chunked" };
    const signIn = (headers: Record<string, string>, bytes: number) =>
      code("/api/v1/auth/sign-in", { method: "POST", headers, bytes: padded(bytes) });
    expect(await signIn(json, 16 * 1024)).toEqual([400, "invalid_request"]);
    expect(await signIn(json, 16 * 1024 + 1)).toEqual([413, "too_large"]);
    expect(await signIn(chunked, 16 * 1024 + 1)).toEqual([413, "too_large"]);
    // Whoever shows a session at a door that asks for none is a stranger there.
    expect(await signIn(headers, 16 * 1024 + 1)).toEqual([413, "too_large"]);
    expect(await post({ headers: { ...headers, ...json }, bytes: padded(64 * 1024) })).toEqual([
      400,
      "invalid_request",
    ]);
  });

  test("every issue is named", async () => {
    const answer = await ask(rest, "/api/v1/users", {
      method: "POST",
      headers,
      body: { email: "no address", role: "emperor", is_admin: true },
    });
    expect(answer.status).toBe(400);
    const paths = (answer.json["issues"] as { path: string }[]).map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(["body.email", "body.role", "body"]));
  });

  test("queries: strict, once, and only where there is one", async () => {
    expect(await code("/api/v1/users?limit=101", { headers })).toEqual([400, "invalid_request"]);
    expect(await code("/api/v1/users?limit=1&limit=2", { headers })).toEqual([400, "invalid_request"]);
    expect(await code("/api/v1/users?admin=1", { headers })).toEqual([400, "invalid_request"]);
    expect(await code("/api/v1/auth/session?x=1", { headers })).toEqual([400, "invalid_request"]);
  });

  test("the idempotency key covers method, path and body", async () => {
    const seen = async (key: string, body: unknown) => {
      await ask(rest, "/api/v1/users", {
        method: "POST",
        headers: { ...headers, "idempotency-key": key },
        body,
      });
      const call = doors.domains.asked.at(-1)?.with[0] as {
        idempotency?: { key: string; fingerprint: string };
      };
      return call.idempotency;
    };
    const one = await seen("k1", { email: "a@b.test" });
    expect(one?.key).toBe("k1");
    expect(await seen("k1", { email: "a@b.test" })).toEqual(one);
    expect((await seen("k1", { email: "c@d.test" }))?.fingerprint).not.toBe(one?.fingerprint);
    const wrong = { ...headers, "idempotency-key": "with space" };
    expect(await post({ headers: wrong, body: { email: "a@b.test" } })).toEqual([400, "invalid_request"]);
  });
});

describe("answers", () => {
  test("what nobody foresaw gets fixed words and an id; its own words go to the log only", async () => {
    doors.domains.failNext = new TypeError("secret detail of /etc/passwd");
    const answer = await ask(rest, "/api/v1/users", { headers: cookie("owner", rest) });
    expect(answer.status).toBe(500);
    expect(answer.json["detail"]).toBe("Something went wrong. Quote the request id to an administrator.");
    expect(answer.text).not.toContain("passwd");
    expect(doors.logged.at(-1)).toContain(String(answer.json["request_id"]));
  });

  test("pairing failures also carry what the original's clients look at", async () => {
    const answer = await ask(rest, "/api/v1/auth/pair", {
      method: "POST",
      body: { session_id: "s", temp_token: "wrong", device_info: "Flutter Mobile Client" },
    });
    expect(answer.status).toBe(401);
    expect(answer.headers["content-type"]).toBe("application/problem+json");
    expect(answer.json).toMatchObject({
      success: false,
      message: "Invalid pairing credentials",
      code: "pairing_invalid",
    });
  });

  test("members that a schema does not name do not leave", async () => {
    const { people } = doors.domains.identity;
    const get = people.get;
    Object.assign(people, {
      get: async () => ({ ...(await get({} as never, "" as never)), password_hash: "x" }),
    });
    const headers = cookie("owner", rest);
    const answer = await ask(rest, `/api/v1/users/usr_${"0".repeat(26)}`, { headers });
    expect(answer.status).toBe(200);
    expect(answer.text).not.toContain("password_hash");
  });
});

test("bytes that are no HTTP get a last word with the security headers", async () => {
  const text = await new Promise<string>((resolve) => {
    let all = "";
    const socket = connect(rest, "127.0.0.1", () => socket.write("SSH-2.0-OpenSSH_9.2\r\n\r\n"));
    socket.on("data", (chunk) => (all += chunk));
    socket.on("close", () => resolve(all));
  });
  expect(text).toMatch(/^HTTP\/1.1 400 /);
  expect(text).toContain("content-security-policy: default-src 'none'");
});

import { expect, test } from "vitest";
import { createApi } from "../../src/rest/create-api.ts";

interface Heard {
  readonly url: string;
  readonly init: RequestInit & { headers: Record<string, string> };
}

function server(answer: (heard: Heard) => Response | Promise<Response>) {
  const heard: Heard[] = [];
  const fetch = (async (url: string, init: Heard["init"]) => {
    heard.push({ url, init });
    return answer({ url, init });
  }) as unknown as typeof globalThis.fetch;
  return { heard, fetch };
}

test("as a device: the bearer token, no cookies, an idempotency key on every change", async () => {
  const { heard, fetch } = server(() => Response.json({ items: [], next: null }));
  const api = createApi({ baseUrl: "https://firm.test", bearer: async () => "token", fetch });
  await api.devices.list({ all: true, limit: 5 });
  await api.conversations.create({ title: "x" });
  await api.conversations.create({ title: "x" });
  expect(heard[0]?.url).toBe("https://firm.test/api/v1/devices?all=true&limit=5");
  expect(heard[0]?.init).toMatchObject({ method: "GET", credentials: "omit", redirect: "error" });
  expect(heard[0]?.init.headers).not.toHaveProperty("idempotency-key");
  expect(heard[1]?.init.headers).toMatchObject({
    authorization: "Bearer token",
    "content-type": "application/json",
  });
  const keys = heard.slice(1).map(({ init }) => init.headers["idempotency-key"]);
  expect(new Set(keys).size).toBe(2);
});

test("as a page: the CSRF token of the session goes along with changes, and only there", async () => {
  const { heard, fetch } = server(() => Response.json({ csrf_token: "csrf", items: [] }));
  const api = createApi({ baseUrl: "", fetch });
  await api.auth.session();
  await api.people.list();
  await api.pairing.create();
  await api.auth.signOut();
  await api.auth.signIn({ email: "a@b.c", password: "x" });
  const csrf = heard.map(({ init }) => init.headers["x-csrf-token"]);
  expect(csrf).toEqual([undefined, undefined, "csrf", "csrf", undefined]);
});

test("settings: a change names its version and goes by PATCH, a test of a provider stores nothing", async () => {
  const { heard, fetch } = server(() => Response.json({}));
  const api = createApi({ baseUrl: "", fetch });
  await api.settings();
  await api.changeSettings({ version: 3, changes: { "agents.defaults.model": null }, dry_run: true });
  await api.testProvider({ provider: "house", model: "small" });
  expect(heard.map(({ url, init }) => [init.method, url, init.body])).toEqual([
    ["GET", "/api/v1/settings", undefined],
    ["PATCH", "/api/v1/settings", '{"version":3,"changes":{"agents.defaults.model":null},"dry_run":true}'],
    ["POST", "/api/v1/settings/providers/test", '{"provider":"house","model":"small"}'],
  ]);
});

test("ids cannot leave their place in the path", async () => {
  const { heard, fetch } = server(() => Response.json({}));
  await createApi({ baseUrl: "", fetch }).devices.remove("../users/x?y#z" as never);
  expect(heard[0]?.url).toBe("/api/v1/devices/..%2Fusers%2Fx%3Fy%23z");
});

test("a problem becomes an error with its code, its words and its request id", async () => {
  const problem = {
    ...{ type: "about:blank", title: "Forbidden", status: 403, code: "access_denied" },
    ...{ detail: "You may not do this.", request_id: "req_1", retry_after: 3 },
  };
  const { fetch } = server(() => Response.json(problem, { status: 403 }));
  await expect(createApi({ baseUrl: "", fetch }).status()).rejects.toMatchObject({
    ...{ name: "ApiError", code: "access_denied", message: "You may not do this.", status: 403 },
    ...{ requestId: "req_1", retryAfter: 3 },
  });
});

test.each([
  [502, "unreachable"],
  [429, "rate_limited"],
  [401, "not_authenticated"],
  [404, "not_found"],
])("a proxy's %i without a problem is judged by its status", async (status, code) => {
  const { fetch } = server(() => new Response("<html>", { status }));
  await expect(createApi({ baseUrl: "", fetch }).status()).rejects.toMatchObject({ code, status });
});

test("no answer, and an answer that is no JSON, are unreachable", async () => {
  const none = server(() => Promise.reject(new TypeError("fetch failed")));
  await expect(createApi({ baseUrl: "", fetch: none.fetch }).health()).rejects.toMatchObject({
    code: "unreachable",
  });
  const html = server(() => new Response("<html>"));
  await expect(createApi({ baseUrl: "", fetch: html.fetch }).health()).rejects.toMatchObject({
    code: "unreachable",
  });
});

test("told to come later: what is read is not asked before, what a person does is; any answer ends it", async () => {
  let now = 1_000_000;
  let limited = true;
  const { heard, fetch } = server(({ url }) =>
    limited && !url.endsWith("/health")
      ? new Response("slow down", { status: 429, headers: { "retry-after": "20" } })
      : Response.json({ items: [], next: null }),
  );
  const api = createApi({ baseUrl: "", fetch, now: () => now });
  await expect(api.devices.list()).rejects.toMatchObject({
    code: "rate_limited",
    retryAfter: 20,
    status: 429,
  });
  now += 5_000;
  for (let i = 0; i < 10; i++) {
    await expect(api.devices.list()).rejects.toMatchObject({ code: "rate_limited", retryAfter: 15 });
  }
  expect(heard).toHaveLength(1);
  await expect(api.pairing.create()).rejects.toMatchObject({ retryAfter: 20 });
  expect(heard).toHaveLength(2);
  now += 20_000;
  limited = false;
  await api.devices.list();
  await api.people.list();
  expect(heard).toHaveLength(4);
});

test("Retry-After as a date, and one that is none", async () => {
  const at = (value: string) => {
    const { fetch } = server(() => new Response("", { status: 429, headers: { "retry-after": value } }));
    return createApi({ baseUrl: "", fetch }).health();
  };
  const date = new Date(Date.now() + 30_000).toUTCString();
  const error = await at(date).catch((reason: unknown) => reason as { retryAfter: number });
  expect((error as { retryAfter: number }).retryAfter).toBeGreaterThan(25);
  await expect(at("soon")).rejects.toMatchObject({ code: "rate_limited", retryAfter: undefined });
});

import type { SessionView } from "@entobot/contract/auth";
import type { Model } from "@entobot/contract/conversations";
import type { LockoutList } from "@entobot/contract/edge";
import type { Api } from "./api.ts";
import { createRequest, type RequestOptions } from "./request.ts";

/**
 * `bearer`: as a device. Without it: as the browser's cookie session; the CSRF token is taken from every answer that
 * shows the session, so call `auth.session()` first after a page load.
 */
export function createApi(options: RequestOptions): Api {
  const call = createRequest(options);
  const get = <T>(path: string, query?: object) => call.json<T>("GET", path + queryOf(query));
  const post = <T>(path: string, body?: unknown) => call.json<T>("POST", path, body);
  const session = async <View extends SessionView | null>(answer: Promise<View>) => {
    const view = await answer;
    call.useCsrf(view === null ? null : view.csrf_token);
    return view;
  };
  const at = (folder: string, id: string, rest = "") => `/v1/${folder}/${encodeURIComponent(id)}${rest}`;

  return {
    health: () => get("/health"),
    status: () => get("/v1/status"),
    async models() {
      const answer = await get<readonly Model[] | { items: readonly Model[] }>("/v1/models");
      return "items" in answer ? answer.items : answer;
    },
    auth: {
      claimState: () => get("/v1/auth/claim-state"),
      claim: (request) => session(post("/v1/auth/claim", request)),
      signIn: (request) => session(post("/v1/auth/sign-in", request)),
      setPassword: (request) => session(post("/v1/auth/set-password", request)),
      changePassword: (request) => post("/v1/auth/change-password", request),
      session: () => session(get<SessionView | null>("/v1/auth/session")),
      async signOut() {
        await post("/v1/auth/sign-out");
        call.useCsrf(null);
      },
    },
    pairing: {
      create: (request = {}) => post("/v1/auth/pairing/create-session", request),
      state: (id) => get(at("auth/pairing", id)),
      approve: (id) => post(at("auth/pairing", id, "/approve")),
    },
    devices: {
      list: (query) => get("/v1/devices", query),
      remove: (id, { browsers = false } = {}) =>
        call.json("DELETE", at("devices", id) + (browsers ? "?browsers=true" : "")),
      rename: (id, name) => call.json("PATCH", at("devices", id), { device_name: name }),
    },
    sessions: {
      list: (query) => get("/v1/sessions", query),
      revoke: (id) => call.json("DELETE", at("sessions", id)),
    },
    people: {
      list: (query) => get("/v1/users", query),
      get: (id) => get(at("users", id)),
      add: (request) => post("/v1/users", request),
      invite: (id) => post(at("users", id, "/invite")),
      change: (id, change) => call.json("PATCH", at("users", id), change),
    },
    conversations: {
      list: (query) => get("/v1/conversations", query),
      create: (request = {}) => post("/v1/conversations", request),
      get: (id) => get(at("conversations", id)),
      rename: (id, title) => call.json("PATCH", at("conversations", id), { title }),
      remove: (id) => call.json("DELETE", at("conversations", id)),
      messages: (id, query) => get(at("conversations", id, "/messages") + queryOf(query)),
    },
    audit: {
      search: (query) => get("/v1/audit", query),
      head: () => get("/v1/audit/head"),
      verify: (request = {}) => post("/v1/audit/verify", request),
      export: () => call.stream("/v1/audit/export"),
    },
    settings: () => get("/v1/settings"),
    changeSettings: (change) => call.json("PATCH", "/v1/settings", change),
    testProvider: (request) => post("/v1/settings/providers/test", request),
    edge: () => get("/v1/edge"),
    lockouts: {
      list: async () => (await get<LockoutList>("/v1/edge/lockouts")).items,
      release: (id) => post("/v1/edge/lockouts/release", { id }),
    },
    request: (method, path, body) => call.json(method, path, body),
  };
}

function queryOf(query: object | undefined): string {
  const given = Object.entries(query ?? {}).filter(([, value]) => value !== undefined);
  return given.length === 0
    ? ""
    : `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`;
}

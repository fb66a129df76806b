import type { IncomingMessage, ServerResponse } from "node:http";
import type { AuditRecord } from "@entobot/contract/audit";
import { edgeOf, lockoutsOf, releaseLockout } from "./stand-in-edge.ts";
import { changeSettings, modelsOf, testProvider } from "./stand-in-settings.ts";
import { idOf, recordOf, sessionOf, statusOf, type World } from "./world.ts";

type Answer = (given: {
  body: Record<string, string>;
  parts: readonly string[];
  query: URLSearchParams;
}) => unknown;

/** `METHOD path` with `*` for an id. `public` ones need no session. */
function routes(world: World): Record<string, Answer> {
  const page = (items: readonly unknown[]) => ({ items, next: null });
  const person = (id = "") => world.people.find((each) => each.id === id) ?? {};
  return {
    "GET health": () => ({ status: "ok", service: "entobot" }),
    "GET v1/status": () => statusOf(world),
    "GET v1/auth/claim-state": () => ({ claimed: world.claimed }),
    "GET v1/auth/session": () => sessionOf(world),
    "POST v1/auth/sign-out": () => {
      world.signedIn = false;
    },
    "POST v1/auth/pairing/create-session": () => ({
      session_id: "pair-1",
      websocket_url: "ws://127.0.0.1/ws",
      temp_token: "token",
      timestamp: Math.floor(Date.now() / 1000),
      expires_at: Math.floor(Date.now() / 1000) + 300,
      link: "https://entobot.nordwind.example/pair#eyJzZXNzaW9uX2lkIjoicGFpci0xIiwidGVtcF90b2tlbiI6InRva2VuIn0",
      hint: null,
      user_id: idOf("usr", 1),
    }),
    "GET v1/auth/pairing/*": () => ({
      session_id: "pair-1",
      state: "waiting",
      expires_at: Math.floor(Date.now() / 1000) + 300,
      device_id: null,
      device_name: null,
    }),
    "GET v1/users": () => page(world.people),
    "GET v1/users/*": ({ parts }) => person(parts[2]),
    "POST v1/users": ({ body }) => ({
      id: idOf("usr", 90),
      email: body["email"],
      role: body["role"] ?? "member",
      set_password_url:
        "https://entobot.nordwind.example/set-password#k3mL0vY2nq8sX1tB7wR5dZ4cJ9hF6gP0aE3uKiTnQoM",
      expires_at: new Date(Date.now() + 86_400_000).toISOString(),
    }),
    "POST v1/users/*/invite": ({ parts }) => ({
      ...{ id: parts[2], email: "emre@nordwind.example", role: "member" },
      set_password_url: "https://entobot.nordwind.example/set-password#a-token",
      expires_at: new Date(Date.now() + 86_400_000).toISOString(),
    }),
    "PATCH v1/users/*": ({ parts, body }) => Object.assign(person(parts[2]), body),
    "GET v1/devices": () => page(world.devices),
    "PATCH v1/devices/*": ({ parts, body }) => {
      const device = world.devices.find((each) => each.device_id === parts[2]);
      if (device) Object.assign(device, body);
    },
    "DELETE v1/devices/*": ({ parts }) => {
      world.devices = world.devices.filter((device) => device.device_id !== parts[2]);
    },
    "GET v1/sessions": () =>
      page(
        [0, 3].map((owner, index) => ({
          session_id: idOf("ses", index + 1),
          user_id: world.people[owner]?.id,
          user_email: world.people[owner]?.email,
          kind: "browser",
          device_id: null,
          created_at: new Date(world.now - 3_600_000).toISOString(),
          last_seen_at: new Date(world.now).toISOString(),
          expires_at: new Date(world.now + 8 * 3_600_000).toISOString(),
          current: index === 0,
        })),
      ),
    "GET v1/conversations": () => page(world.conversations),
    "POST v1/conversations": () => {
      const id = idOf<(typeof world.conversations)[number]["conversation_id"]>(
        "cnv",
        500 + world.conversations.length,
      );
      const at = new Date().toISOString();
      const made = {
        conversation_id: id,
        title: "",
        last_seq: 0,
        busy: false,
        created_at: at,
        updated_at: at,
      };
      world.conversations.unshift(made);
      world.messages.set(id, []);
      return made;
    },
    "GET v1/conversations/*": ({ parts }) =>
      world.conversations.find((each) => each.conversation_id === parts[2]),
    "PATCH v1/conversations/*": ({ parts, body }) => {
      const found = world.conversations.find((each) => each.conversation_id === parts[2]);
      return found && Object.assign(found, { title: body["title"] });
    },
    "DELETE v1/conversations/*": ({ parts }) => {
      world.conversations = world.conversations.filter((each) => each.conversation_id !== parts[2]);
    },
    "GET v1/conversations/*/messages": ({ parts, query }) => {
      const all = world.messages.get(parts[2] ?? "") ?? [];
      const before = Number(query.get("before") ?? all.length + 1);
      const limit = Number(query.get("limit") ?? 50);
      const items = all.filter((message) => message.seq < before).slice(-limit);
      return { items, next: null };
    },
    "GET v1/models": () => ({ items: modelsOf(world.settings) }),
    "GET v1/settings": () => world.settings,
    "PATCH v1/settings": ({ body }) => changeSettings(world.settings, body),
    "POST v1/settings/providers/test": ({ body }) => testProvider(body),
    "GET v1/edge": () => edgeOf(world),
    "GET v1/edge/lockouts": () => ({ items: lockoutsOf(world) }),
    "POST v1/edge/lockouts/release": ({ body }) => releaseLockout(world, body["id"]),
    "GET v1/audit": ({ query }) => searchRecords(world, query),
    "GET v1/audit/head": () => ({
      seq: world.recordCount,
      hash: "aaaa",
      head: `${world.recordCount}:aaaa`,
    }),
    "POST v1/audit/verify": () => ({
      ok: true,
      checked: world.recordCount,
      first: 1,
      head: `${world.recordCount}:aaaa`,
      fault: null,
      not_checked: ["A cut tail: give a saved head to check against."],
      took_ms: 12,
      at: new Date().toISOString(),
    }),
  };
}

/** Newest first; reads on from the cursor, and holds nothing. */
function searchRecords(world: World, query: URLSearchParams) {
  const from = Number(query.get("cursor") ?? query.get("from") ?? world.recordCount);
  const limit = Number(query.get("limit") ?? 50);
  const asked = ["event", "outcome"].filter((name) => query.has(name));
  const [until, about] = [query.get("until"), query.get("about")];
  const items: AuditRecord[] = [];
  for (let seq = Math.min(from, world.recordCount); seq > 0; seq--) {
    const record = recordOf(world, seq);
    const fits =
      asked.every((name) => record[name as "event"] === query.get(name)) &&
      (!until || record.ts <= until) &&
      (!about || [record.actor, record.device, record.target].includes(about));
    if (!fits) continue;
    if (items.length === limit) return { items, next: String(seq) };
    items.push(record);
  }
  return { items, next: null };
}

const open = new Set(["GET v1/auth/claim-state", "GET health"]);

export async function answerApi(world: World, request: IncomingMessage, response: ServerResponse, url: URL) {
  const parts = url.pathname.split("/").slice(2);
  if (url.pathname === "/api/v1/events") return streamEvents(world, response);
  const table = routes(world);
  const exact = `${request.method} ${parts.join("/")}`;
  const name = table[exact] ? exact : exact.replace(/\/(?:[a-z]{3}_[0-9a-z]{26}|pair-1)/, "/*");
  const signIn = /v1\/auth\/(sign-in|claim|set-password)$/.test(exact);
  const body = JSON.parse((await textOf(request)) || "{}") as Record<string, string>;
  const allowed = world.signedIn || request.headers.authorization !== undefined;
  if (signIn && body["password"] !== "wrong password") {
    world.signedIn = true;
    world.claimed = true;
    return send(response, 200, world.rewrite(sessionOf(world), "GET v1/auth/session"));
  }
  const refuse = (status: number, code: string) =>
    send(response, status, world.rewrite(problemOf(status, code), "problem"));
  if (signIn) return refuse(401, "invalid_credentials");
  // As the server does: a first visit is no refusal.
  if (exact === "GET v1/auth/session" && !allowed) return send(response, 200, null);
  if (!open.has(exact) && !allowed) return refuse(401, "not_authenticated");
  if (world.refusal && exact !== "GET v1/auth/session")
    return refuse(world.refusal.status, world.refusal.code);
  const answer = table[name];
  if (!answer) return refuse(404, "not_found");
  const value = answer({ body, parts, query: url.searchParams });
  if (value === undefined) return response.writeHead(204).end();
  return send(response, 200, world.rewrite(value, name));
}

function streamEvents(world: World, response: ServerResponse) {
  response.writeHead(200, { "content-type": "text/event-stream" });
  const write = (event: string, data: unknown) =>
    response.write(`event: ${event}\ndata: ${JSON.stringify(world.rewrite(data, "events"))}\n\n`);
  let count = 0;
  write("status", statusOf(world));
  const pulse = () => {
    count++;
    write("pulse", {
      at: new Date().toISOString(),
      connections: 2 + (count % 3),
      turns_running: count % 2,
      refusals: Math.floor(count / 4),
    });
  };
  pulse();
  const timer = setInterval(pulse, 500);
  response.on("close", () => clearInterval(timer));
}

const send = (response: ServerResponse, status: number, value: unknown) =>
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));

const problemOf = (status: number, code: string) => ({
  type: "about:blank",
  title: code,
  status,
  code,
  detail: code,
  request_id: idOf("req", 7),
});

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text;
}

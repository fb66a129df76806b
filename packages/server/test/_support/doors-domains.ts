import type { AuditRecord, VerifyReport } from "@entobot/contract/audit";
import type { DeviceCredentials } from "@entobot/contract/auth";
import type { Conversation } from "@entobot/contract/conversations";
import type { EdgeView } from "@entobot/contract/edge";
import type { ConversationId, DeviceId, PairingId, PersonId } from "@entobot/contract/ids";
import type { Invitation, Person } from "@entobot/contract/people";
import type { Lockouts } from "../../src/access/index.ts";
import type { Assistant } from "../../src/assistant/index.ts";
import type { Audit, EventDraft } from "../../src/audit/index.ts";
import type { Identity, SignedIn } from "../../src/identity/index.ts";
import type { HouseSettings } from "../../src/operations/index.ts";
import { Failure } from "../../src/pure/failure.ts";
import { type FakeSession, type FakeSessions, newId } from "./doors-world.ts";

const now = "2026-01-01T00:00:00.000Z";
const zeros = "0".repeat(64);

/** What a door asked of a domain. */
export interface Asked {
  readonly what: string;
  readonly with: readonly unknown[];
}

export interface FakeDomains {
  readonly identity: Identity;
  readonly assistant: Assistant;
  readonly audit: Audit;
  readonly houseSettings: HouseSettings;
  readonly organizationName: () => string;
  readonly lockouts: Lockouts;
  readonly edge: () => EdgeView;
  readonly asked: Asked[];
  readonly noted: EventDraft[];
  /** Throws this from the next domain call. */
  failNext: unknown;
  chained(records: readonly AuditRecord[]): void;
}

export function fakeDomains(sessions: FakeSessions): FakeDomains {
  const asked: Asked[] = [];
  const noted: EventDraft[] = [];
  const listeners = new Set<(records: readonly AuditRecord[]) => void>();
  const fakes = { asked, noted, failNext: undefined as unknown, chained };

  function chained(records: readonly AuditRecord[]): void {
    for (const listener of listeners) listener(records);
  }

  /** A method that notes that it was asked and answers with `answer`. */
  function says<Args extends unknown[], Answer>(what: string, answer: (...args: Args) => Answer) {
    return async (...args: Args): Promise<Awaited<Answer>> => {
      asked.push({ what, with: args });
      if (fakes.failNext !== undefined) {
        const error = fakes.failNext;
        fakes.failNext = undefined;
        throw error;
      }
      return await answer(...args);
    };
  }

  const identity: Identity = {
    claims: {
      hasOwner: says("claims.hasOwner", () => true),
      create: says("claims.create", () => ({ token: "t", expiresAt: 0 })),
      claim: says("claims.claim", () => signedIn(sessions.add("owner-cookie", "owner", "browser"))),
    },
    passwords: {
      signIn: says("passwords.signIn", (_call: unknown, { password }: { password: string }) => {
        if (password !== "right horse battery") throw new Failure("invalid_credentials");
        return signedIn(sessions.add(`signed-in-${asked.length}`, "member", "browser"));
      }),
      setByLink: says("passwords.setByLink", () => signedIn(sessions.add("by-link", "member", "browser"))),
      change: says("passwords.change", () => undefined),
    },
    people: {
      add: says("people.add", () => invitation()),
      invite: says("people.invite", () => invitation()),
      list: says("people.list", () => ({ items: [person()], next: null })),
      get: says("people.get", () => person()),
      find: says("people.find", () => undefined),
      change: says("people.change", () => person()),
      self: says("people.self", () => person()),
      hasPassword: says("people.hasPassword", () => true),
      count: says("people.count", () => 1),
    },
    devices: {
      list: says("devices.list", () => ({ items: [], next: null })),
      remove: says("devices.remove", () => undefined),
      rename: says("devices.rename", () => undefined),
      count: says("devices.count", () => 0),
    },
    sessions: {
      list: says("sessions.list", () => ({ items: [], next: null })),
      revoke: says("sessions.revoke", () => undefined),
      end: says("sessions.end", () => undefined),
      watch: (id, ended) => sessions.watch(id, ended),
      isLive: async (id) => sessions.byId(id)?.live ?? false,
    },
    pairing: {
      create: says("pairing.create", () => ({
        session_id: "pairing",
        websocket_url: "ws://127.0.0.1:18791",
        temp_token: "token",
        timestamp: 1,
        expires_at: 301,
        link: null,
        hint: null,
        user_id: newId<PersonId>("usr"),
      })),
      state: says("pairing.state", (_call: unknown, session_id: string) => ({
        session_id,
        state: "waiting" as const,
        expires_at: 301,
        device_id: null,
        device_name: null,
      })),
      awaiting: says("pairing.awaiting", () => []),
      approve: says("pairing.approve", () => undefined),
      redeem: says("pairing.redeem", (_call: unknown, request: { temp_token: string }) => {
        if (request.temp_token !== "right-token") throw new Failure("pairing_invalid");
        return credentials(sessions.add(`jwt-${asked.length}`, "member", "device"));
      }),
      refresh: says("pairing.refresh", (_call: unknown, { refresh_token }: { refresh_token: string }) => {
        const session = sessions.byCredential.get(refresh_token.replace(/^refresh-/, ""));
        if (!session?.live) throw new Failure("refresh_invalid");
        session.expiresAt = Date.now() + 3_600_000;
        return credentials(session);
      }),
    },
    authenticate: {
      cookie: async (secret) => sessions.authenticate(secret),
      accessToken: async (jwt) => sessions.authenticate(jwt),
    },
    sweep: async () => {},
    stop: async () => {},
  };

  const assistant: Assistant = {
    conversations: {
      create: says("conversations.create", () => conversation()),
      list: says("conversations.list", () => ({ items: [conversation()], next: null })),
      get: says("conversations.get", () => conversation()),
      rename: says("conversations.rename", () => conversation()),
      remove: says("conversations.remove", () => undefined),
      messages: says("conversations.messages", () => ({ items: [], next: null })),
    },
    send: says("assistant.send", () => ({
      conversationId: newId<ConversationId>("cnv"),
      seq: 1,
      repeated: false,
    })),
    subscribe: says("assistant.subscribe", () => ({
      conversationId: newId<ConversationId>("cnv"),
      lastSeq: 0,
      busy: false,
      partial: "",
      end() {},
    })),
    unsubscribe: () => {},
    cancel: says("assistant.cancel", () => undefined),
    models: () => [{ id: "builtin/rehearsal", provider: "builtin", default: true }],
    running: () => 0,
    drain: async () => {},
  };

  const audit: Audit = {
    mutate: () => Promise.reject(new Error("doors do not mutate")),
    submit: () => Promise.reject(new Error("doors do not submit")),
    note: (_call, draft) => void noted.push(draft),
    noted: async (_call, draft) => void noted.push(draft),
    search: says("audit.search", () => ({ items: [record(1)], next: null })),
    head: says("audit.head", () => ({ seq: 1, hash: zeros, head: `1:${zeros}` })),
    verify: says("audit.verify", () => report()),
    verifyFile: says("audit.verifyFile", () => report()),
    async *read({ after }) {
      for (let seq = after + 1; seq <= 3; seq++) yield [record(seq)];
    },
    onChained: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    health: () => ({ degraded: false, reasons: [], lastVerified: null }),
    stop: async () => {},
  };

  const houseSettings: HouseSettings = {
    view: () => ({
      ...{ version: 0, items: [], providers: [], known_providers: [], ignored: [] },
      default_model: "builtin/rehearsal",
    }),
    change: says("settings.change", () => ({
      ...{ version: 1, dry_run: false, set: [], removed: [], issues: [] },
    })),
    testProvider: says("settings.testProvider", () => ({
      ...{ ok: true, model: "house/m", latency_ms: 1, answer: "Hello.", fault: null, message: null },
    })),
  };

  return Object.assign(fakes, {
    identity,
    assistant,
    audit,
    houseSettings,
    organizationName: () => "Example",
    lockouts: {
      list: says("lockouts.list", () => [lockout]),
      release: says("lockouts.release", () => lockout),
    },
    edge: () => edge,
  });
}

const lockout = {
  ...{ id: `account:${zeros}`, kind: "account" as const, subject: "mallory@example.test" },
  ...{ level: 1, startedAt: 0, until: 60_000 },
};

const edge: EdgeView = {
  ...{ since: now, at: now, minutes: [], places: [], addresses: [], certificates: [], your_address: null },
  enforced: { allow_list: false, rate_limit: true, tls: { rest: false, mobile: false, web: false } },
};

function signedIn({ principal, credential, csrfToken, expiresAt }: FakeSession): SignedIn {
  return {
    principal,
    secret: credential,
    csrfToken: csrfToken ?? "",
    expiresAt,
    known: { mark: "known", expiresAt },
  };
}

export function credentials({ principal, credential, expiresAt }: FakeSession): DeviceCredentials {
  const { personId, email, name, role, deviceId } = principal;
  return {
    jwt_token: credential,
    refresh_token: `refresh-${credential}`,
    device_id: deviceId ?? newId<DeviceId>("dev"),
    device_name: "A phone",
    user: { id: personId, email, name, role },
    expires_at: Math.floor(expiresAt / 1000),
  };
}

function person(): Person {
  const id = newId<PersonId>("usr");
  return {
    id,
    email: "a@b.test",
    name: "A",
    role: "member",
    status: "active",
    created_at: now,
    last_seen_at: null,
  };
}

function invitation(): Invitation {
  const { id, email, role } = person();
  return { id, email, role, set_password_url: "http://localhost/set#t", expires_at: now };
}

function conversation(): Conversation {
  const conversation_id = newId<ConversationId>("cnv");
  return { conversation_id, title: "T", last_seq: 0, busy: false, created_at: now, updated_at: now };
}

export function record(seq: number, outcome: AuditRecord["outcome"] = "success"): AuditRecord {
  return {
    ...{ v: 1, ts: now, seq, event: "auth_succeeded", outcome, severity: "info", actor: "system" },
    ...{ device: null, ip: null, target: null, details: {}, prev: zeros, hash: zeros },
  };
}

function report(): VerifyReport {
  return {
    ok: true,
    checked: 1,
    first: 1,
    head: `1:${zeros}`,
    fault: null,
    not_checked: [],
    took_ms: 1,
    at: now,
  };
}

export type { PairingId };

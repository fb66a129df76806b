import { createHash } from "node:crypto";
import type { Status } from "@entobot/contract/health";
import type { ConversationId, DeviceId, IdPrefix, PersonId, SessionId } from "@entobot/contract/ids";
import { type Role, rolePermissions } from "@entobot/contract/permissions";
import type { Entry } from "../../src/entry/index.ts";
import type { Digest } from "../../src/http/checks/input.ts";
import type { EndReason } from "../../src/identity/index.ts";
import { Failure } from "../../src/pure/failure.ts";
import type { PersonPrincipal } from "../../src/pure/principal.ts";

let count = 0;
/** Real in form, in order, and the same in every run. */
export const newId = <Id extends string>(prefix: IdPrefix): Id =>
  `${prefix}_${String(++count).padStart(26, "0")}` as Id;

export const digest: Digest = (...parts) => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
};

export interface FakeSession {
  readonly principal: PersonPrincipal;
  /** The cookie's value or the access token. */
  readonly credential: string;
  readonly csrfToken: string | null;
  expiresAt: number;
  live: boolean;
}

/** Sessions by credential, without a database: what the doors see of identity and entry. */
export class FakeSessions {
  readonly byCredential = new Map<string, FakeSession>();
  readonly watchers = new Map<SessionId, Set<(reason: EndReason) => void>>();

  add(credential: string, role: Role, kind: "browser" | "device", lifeMs = 3_600_000): FakeSession {
    const session: FakeSession = {
      principal: {
        kind: "person",
        personId: newId<PersonId>("usr"),
        email: `${credential}@example.test`,
        name: credential,
        role,
        sessionId: newId<SessionId>("ses"),
        deviceId: kind === "device" ? newId<DeviceId>("dev") : null,
        deviceName: kind === "device" ? "A phone" : null,
      },
      credential,
      csrfToken: kind === "browser" ? `csrf-${credential}` : null,
      expiresAt: Date.now() + lifeMs,
      live: true,
    };
    this.byCredential.set(credential, session);
    return session;
  }

  end(session: FakeSession, reason: EndReason = "revoked"): void {
    session.live = false;
    for (const ended of this.watchers.get(session.principal.sessionId) ?? []) ended(reason);
  }

  byId(id: SessionId): FakeSession | undefined {
    return [...this.byCredential.values()].find(({ principal }) => principal.sessionId === id);
  }

  watch(id: SessionId, ended: (reason: EndReason) => void): () => void {
    const watchers = this.watchers.get(id) ?? new Set();
    this.watchers.set(id, watchers.add(ended));
    return () => watchers.delete(ended);
  }

  authenticate(credential: string): FakeSession {
    const session = this.byCredential.get(credential);
    if (!session) throw new Failure("invalid_credentials");
    if (!session.live || session.expiresAt <= Date.now()) throw new Failure("session_ended");
    return session;
  }

  readonly entry: Entry = {
    admit: async ({ channel, address, userAgent, bearer, cookie }) => {
      const call = { address, userAgent, channel, requestId: newId<never>("req") };
      const credential = bearer ?? cookie;
      if (credential === undefined) {
        return { call: { ...call, principal: { kind: "stranger" } }, csrfToken: null, expiresAt: null };
      }
      const { principal, csrfToken, expiresAt } = this.authenticate(credential);
      return { call: { ...call, principal }, csrfToken, expiresAt };
    },
    may: ({ principal }, access) => {
      if (access === "public" || access === "optional") return;
      if (principal.kind !== "person") throw new Failure("not_authenticated");
      if (access !== "session" && !rolePermissions[principal.role].includes(access)) {
        throw new Failure("access_denied");
      }
    },
    person: (call) => {
      if (call.principal.kind !== "person") throw new Failure("not_authenticated");
      return { ...call, principal: call.principal };
    },
  };
}

export const status: Status = {
  status: "ok",
  service: "entobot",
  version: "0.0.0",
  started_at: "2026-01-01T00:00:00.000Z",
  database: { kind: "embedded", version: "18", record_protection: "by grant" },
  connections: 0,
  turns_running: 0,
  people: 1,
  devices: 0,
  record: { head: `0:${"0".repeat(64)}`, last_verified_at: null, last_verified_ok: null },
  default_model: "builtin/rehearsal",
  notices: [],
};

export const aConversation = () => newId<ConversationId>("cnv");

import { rolePermissions } from "@entobot/contract/permissions";
import { beforeAll, describe, expect, test } from "vitest";
import { ask } from "../_support/doors.ts";
import { TestPhone } from "../_support/doors-phone.ts";
import { openRealDoors, type RealPerson, type Way } from "../_support/doors-real.ts";
import { describedRoutes } from "../_support/doors-routes.ts";
import { promised, sized } from "../_support/size.ts";

const doors = await openRealDoors();
const { ports } = doors.server;
let owner: RealPerson;
let admin: RealPerson;
let auditor: RealPerson;
let victim: RealPerson;
let other: RealPerson;
let conversation: string;

beforeAll(async () => {
  owner = await doors.person("owner");
  admin = await doors.person("admin");
  auditor = await doors.person("auditor");
  victim = await doors.person("member");
  other = await doors.person("member");
  conversation = String(
    (await victim.ask("/api/v1/conversations", { method: "POST", body: { title: "Mine" } })).json[
      "conversation_id"
    ],
  );
});

describe("K1: every object belongs to somebody", () => {
  test("conversations are their person's alone, whatever the others' roles", async () => {
    const path = `/api/v1/conversations/${conversation}`;
    const tries: [string, string, object?][] = [
      ["GET", path],
      ["PATCH", path, { title: "Taken" }],
      ["DELETE", path],
      ["GET", `${path}/messages`],
    ];
    for (const [method, target, body] of tries) {
      for (const person of [owner, admin, auditor, other]) {
        const { status, text } = await person.ask(target, { method, ...(body ? { body } : {}) });
        expect([person.role, method, [403, 404].includes(status)]).toEqual([person.role, method, true]);
        expect(text).not.toContain("Mine");
      }
      expect((await ask(ports.rest, target, { method, body })).status).toBe(401);
    }
    for (const person of [owner, admin, other]) {
      const list = await person.ask("/api/v1/conversations");
      expect(list.text).not.toContain(conversation);
    }
    expect((await victim.ask(path)).json["title"]).toBe("Mine");
  });

  test("frames say the same: message, resume and cancel in another's conversation", async () => {
    for (const person of [owner, admin, other]) {
      const phone = await new TestPhone(`ws://127.0.0.1:${ports.mobile}`).open();
      await phone.ask({ type: "auth", jwt_token: person.jwt });
      for (const frame of [
        { type: "message", content: "let me in", conversation_id: conversation },
        { type: "resume", after: 0, conversation_id: conversation },
        { type: "cancel", conversation_id: conversation },
      ]) {
        expect(await phone.ask(frame)).toMatchObject({ type: "error", code: "not_found" });
      }
      phone.close();
    }
    const messages = await victim.ask(`/api/v1/conversations/${conversation}/messages`);
    expect(messages.json["items"]).toEqual([]);
    const phone = await new TestPhone(`ws://127.0.0.1:${ports.mobile}`).open();
    await phone.ask({ type: "auth", jwt_token: auditor.jwt });
    expect(await phone.ask({ type: "message", content: "x" })).toMatchObject({ code: "access_denied" });
    phone.close();
  });

  test("devices and sessions: another member can neither see nor end them", async () => {
    for (const path of ["/api/v1/devices", "/api/v1/sessions"]) {
      for (const query of ["", "?all=true", `?user=${victim.id}`]) {
        const { text } = await other.ask(`${path}${query}`);
        expect(text).not.toContain(victim.deviceId);
        expect(text).not.toContain(victim.sessionId);
      }
    }
    for (const target of [`/api/v1/devices/${victim.deviceId}`, `/api/v1/sessions/${victim.sessionId}`]) {
      for (const person of [other, auditor]) {
        expect([403, 404]).toContain((await person.ask(target, { method: "DELETE" })).status);
      }
      expect((await ask(ports.rest, target, { method: "DELETE" })).status).toBe(401);
    }
    expect((await victim.ask("/api/v1/auth/session")).status).toBe(200);
  });

  test("nobody changes somebody above themselves", async () => {
    for (const body of [{ role: "owner" }, { role: "member" }, { disabled: true }, { name: "Fallen" }]) {
      const { status } = await admin.ask(`/api/v1/users/${owner.id}`, { method: "PATCH", body });
      expect([JSON.stringify(body), status]).toEqual([JSON.stringify(body), 403]);
    }
    expect(
      (await admin.ask(`/api/v1/users/${admin.id}`, { method: "PATCH", body: { role: "owner" } })).status,
    ).toBe(403);
    expect((await owner.ask("/api/v1/auth/session")).json["user"]).toMatchObject({ role: "owner" });
  });
});

describe("K1: the route table", () => {
  test("every route × every role and nobody: refused exactly where the table says so", async () => {
    const ids: Record<string, string> = {
      devices: "dev",
      sessions: "ses",
      users: "usr",
      conversations: "cnv",
    };
    const second = await doors.person("admin");
    const stranger: Way = (path, options) => ask(ports.rest, path, options);
    let pairs = 0;
    for (const route of describedRoutes()) {
      // These end the session that asks, or stream without end: other tests hold them.
      if (["session.sign_out", "session.revoke_own", "events.watch"].includes(route.name)) continue;
      const { method, access, name } = route;
      const path = route.path
        .replace(/(\w+)\/:id/, (_all, kind: string) => `${kind}/${ids[kind]}_${"0".repeat(26)}`)
        .replace(":session_id", "none");
      // A body that no schema takes: who is admitted hears about that, nobody else does.
      const options =
        method === "GET" || method === "DELETE" ? { method } : { method, body: { nonsense: true } };
      for (const person of [owner, admin, second, auditor, victim, other, null]) {
        const may =
          access === "public" ||
          access === "optional" ||
          (person && (access === "session" || rolePermissions[person.role].includes(access)));
        for (const way of person ? person.ways.slice(0, sized(1, 4)) : Array(sized(1, 4)).fill(stranger)) {
          // Nobody's session is said with a bare null.
          const json: Record<string, unknown> | null = (await way(path, options)).json;
          const code = json?.["code"];
          const refused = code === "access_denied" || code === "not_authenticated" ? code : null;
          const expected = may ? null : person ? "access_denied" : "not_authenticated";
          expect([name, person?.role, refused]).toEqual([name, person?.role, expected]);
          pairs++;
        }
      }
    }
    expect(pairs).toBeGreaterThanOrEqual(sized(250, 1_000));
  });
});

describe("B7: what is ended is ended on every door at once", () => {
  test("a removed device: its socket closes within a second, its token and its refresh token are dead", async () => {
    const person = await doors.person("member");
    const phone = await new TestPhone(`ws://127.0.0.1:${ports.mobile}`).open();
    await phone.ask({ type: "auth", jwt_token: person.jwt });
    const stream = person.ask("/api/v1/events");
    await new Promise((resolve) => setTimeout(resolve, 100));
    const began = Date.now();
    expect((await owner.ask(`/api/v1/devices/${person.deviceId}`, { method: "DELETE" })).status).toBe(204);
    expect(await phone.closed).toMatchObject({ code: 4403 });
    await stream;
    expect(Date.now() - began).toBeLessThan(promised(1_500));
    expect(phone.frames.at(-1)).toMatchObject({ type: "error", code: "session_ended" });
    expect((await person.ask("/api/v1/auth/session")).status).toBe(401);
    const body = { refresh_token: person.refresh };
    expect((await ask(ports.rest, "/api/v1/auth/refresh", { method: "POST", body })).status).toBe(401);
  });

  test("a changed role counts from the next frame on", async () => {
    const person = await doors.person("member");
    const phone = await new TestPhone(`ws://127.0.0.1:${ports.mobile}`).open();
    await phone.ask({ type: "auth", jwt_token: person.jwt });
    expect(await phone.ask({ type: "message", content: "hello" })).toMatchObject({ type: "ack" });
    await owner.ask(`/api/v1/users/${person.id}`, { method: "PATCH", body: { role: "auditor" } });
    phone.say({ type: "message", content: "again", id: "late" });
    for (;;) {
      const frame = await phone.next();
      if (frame["id"] !== "late" && frame["code"] !== "session_ended") continue;
      expect(["access_denied", "session_ended"]).toContain(frame["code"]);
      break;
    }
    phone.close();
  });
});

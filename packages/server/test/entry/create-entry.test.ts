import { describe, expect, test } from "vitest";
import type { EventDraft } from "../../src/audit/index.ts";
import { createEntry, type Presented } from "../../src/entry/index.ts";
import { assertPerson, type Call } from "../../src/pure/call.ts";
import { Failure } from "../../src/pure/failure.ts";
import { personCall, strangerCall } from "../_support/audit.ts";
import { codeOf } from "../_support/identity.ts";
import { newId } from "../_support/key-ring.ts";
import { unlimited } from "../_support/limits.ts";

const presented: Presented = { channel: "rest", address: "203.0.113.9", userAgent: "x" };
const someone: Call = personCall();
assertPerson(someone);
const { principal } = someone;

function gate(answer: () => Promise<never> = async () => Promise.reject(new Error("unused"))) {
  const noted: { call: Call; draft: EventDraft }[] = [];
  const proved = { principal, csrfToken: "csrf", expiresAt: 5 };
  const check = (credential: string) => (credential === "right" ? Promise.resolve(proved) : answer());
  const authenticate = { cookie: check, accessToken: check };
  const note = (call: Call, draft: EventDraft) => void noted.push({ call, draft });
  return { entry: createEntry({ ...unlimited, identity: { authenticate }, audit: { note }, newId }), noted };
}

describe("admit", () => {
  test("no credential is a stranger, and nothing to record", async () => {
    const { entry, noted } = gate();
    const { call } = await entry.admit(presented);
    expect(call).toMatchObject({ principal: { kind: "stranger" }, address: "203.0.113.9", channel: "rest" });
    expect(noted).toEqual([]);
  });

  test("a right one gives the person", async () => {
    const { entry } = gate();
    expect(await entry.admit({ ...presented, cookie: "right" })).toMatchObject({
      csrfToken: "csrf",
      expiresAt: 5,
    });
    expect((await entry.admit({ ...presented, bearer: "right" })).call.principal).toBe(principal);
  });

  test("a wrong one is recorded with its reason and never with itself; an ended one weighs less", async () => {
    const wrong = gate(async () =>
      Promise.reject(new Failure("invalid_credentials", { detail: "token_signature" })),
    );
    expect(await codeOf(wrong.entry.admit({ ...presented, bearer: "secret-text" }))).toBe(
      "invalid_credentials",
    );
    expect(wrong.noted).toMatchObject([
      {
        draft: {
          event: "auth_failed",
          severity: "warning",
          details: { reason: "token_signature", method: "token" },
        },
      },
    ]);
    expect(JSON.stringify(wrong.noted)).not.toContain("secret-text");

    const ended = gate(async () => Promise.reject(new Failure("session_ended", { detail: "expired" })));
    expect(await codeOf(ended.entry.admit({ ...presented, cookie: "x" }))).toBe("session_ended");
    expect(ended.noted).toMatchObject([{ draft: { severity: "info", details: { method: "cookie" } } }]);
  });

  test("a database that does not answer is no failed sign-in", async () => {
    const { entry, noted } = gate(async () => Promise.reject(new Failure("database_unavailable")));
    expect(await codeOf(entry.admit({ ...presented, cookie: "x" }))).toBe("database_unavailable");
    expect(noted).toEqual([]);
  });

  test("two credentials at once are refused", async () => {
    const { entry } = gate();
    const both = entry.admit({ ...presented, bearer: "right", cookie: "right" });
    expect(await codeOf(both)).toBe("invalid_request");
  });
});

describe("may", () => {
  const { entry, noted } = gate();
  const person = { ...someone, principal: { ...principal, role: "member" as const } };
  const code = (call: Call, access: Parameters<typeof entry.may>[1]) =>
    codeOf(Promise.resolve().then(() => entry.may(call, access, "a route")));

  test("public, session, permission", async () => {
    expect(await code(strangerCall(), "public")).toBe("none");
    expect(await code(strangerCall(), "session")).toBe("not_authenticated");
    expect(await code(strangerCall(), "chat.use")).toBe("not_authenticated");
    expect(await code(person, "session")).toBe("none");
    expect(await code(person, "chat.use")).toBe("none");
    expect(await code(person, "audit.read")).toBe("access_denied");
    expect(noted.map(({ draft }) => [draft.event, draft.details])).toEqual([
      ["access_denied", { what: "a route" }],
      ["access_denied", { what: "a route" }],
      ["access_denied", { what: "a route" }],
    ]);
  });

  test("person", () => {
    expect(entry.person(person)).toBe(person);
    expect(() => entry.person(strangerCall())).toThrow(
      expect.objectContaining({ code: "not_authenticated" }),
    );
  });
});

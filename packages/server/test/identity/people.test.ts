import { type Role, roles } from "@entobot/contract/permissions";
import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "../_support/database.ts";
import {
  addPerson,
  callAs,
  claimOwner,
  codeOf,
  goodPassword,
  operator,
  stranger,
  type TestPerson,
  testIdentity,
} from "../_support/identity.ts";

const { open } = await testDatabase();
const house = await testIdentity(open());
const { identity, audit } = house;
const as = {} as Record<Role, TestPerson>;

beforeAll(async () => {
  as.owner = await claimOwner(house);
  for (const role of ["admin", "auditor", "member"] as const) as[role] = await addPerson(house, role);
});

const unused = () => `${crypto.randomUUID()}@example.com`;

describe("who may give which role", () => {
  const allowed: Record<Role, Role[]> = {
    owner: ["owner", "admin", "auditor", "member"],
    admin: ["auditor", "member"],
    auditor: [],
    member: [],
  };
  for (const giver of roles) {
    test(`${giver}: ${allowed[giver].join(", ") || "none"}`, async () => {
      for (const role of roles) {
        const may = allowed[giver].includes(role);
        const added = codeOf(identity.people.add(as[giver].call, { email: unused(), role }));
        expect([role, await added]).toEqual([role, may ? "none" : "access_denied"]);
        const somebody = await identity.people.add(operator(), { email: unused(), role: "member" });
        if (role === "member") continue;
        const raised = codeOf(identity.people.change(as[giver].call, somebody.id, { role }));
        expect([role, await raised]).toEqual([role, may ? "none" : "access_denied"]);
      }
    });
  }
});

test("nobody touches somebody above them", async () => {
  const { call } = as.admin;
  const { id } = as.owner;
  expect(await codeOf(identity.people.change(call, id, { role: "member" }))).toBe("access_denied");
  expect(await codeOf(identity.people.change(call, id, { disabled: true }))).toBe("access_denied");
  expect(await codeOf(identity.people.change(call, id, { name: "Fool" }))).toBe("access_denied");
  expect(await codeOf(identity.people.invite(call, id))).toBe("access_denied");
  expect(await codeOf(identity.sessions.revoke(call, as.owner.call.principal.sessionId))).toBe(
    "access_denied",
  );
});

test("one's own things, and others' only with the permission; foreign looks like absent", async () => {
  const { call } = as.member;
  const foreign = as.owner.call.principal.sessionId;
  expect(await codeOf(identity.sessions.revoke(call, foreign))).toBe("not_found");
  expect(await codeOf(identity.sessions.revoke(call, "ses_00000000000000000000000000" as never))).toBe(
    "not_found",
  );
  expect(await codeOf(identity.people.get(call, as.owner.id))).toBe("access_denied");
  expect(await codeOf(identity.people.list(call, { limit: 10 }))).toBe("access_denied");
  expect(await codeOf(identity.sessions.list(call, { limit: 10, all: true }))).toBe("access_denied");
  expect(await codeOf(identity.devices.list(call, { limit: 10, user: as.owner.id }))).toBe("access_denied");
  const own = await identity.sessions.list(call, { limit: 10 });
  expect(own.items).toMatchObject([{ user_id: as.member.id, current: true, kind: "browser" }]);
  const all = await identity.sessions.list(as.auditor.call, { limit: 100, all: true });
  expect(all.items.length).toBeGreaterThan(3);
});

test("a role is read live: what was taken away is gone at the next request", async () => {
  const { id, cookie } = await addPerson(house, "admin");
  await identity.people.change(as.owner.call, id, { role: "member" });
  expect((await identity.authenticate.cookie(cookie)).principal.role).toBe("member");
});

test("the last owner stays, whatever two do at once", async () => {
  expect(await codeOf(identity.people.change(as.owner.call, as.owner.id, { role: "admin" }))).toBe(
    "conflict",
  );
  expect(await codeOf(identity.people.change(operator(), as.owner.id, { disabled: true }))).toBe("conflict");
  // Somebody who was only invited cannot be the one who is left.
  await identity.people.add(operator(), { email: unused(), role: "owner" });
  expect(await codeOf(identity.people.change(as.owner.call, as.owner.id, { role: "admin" }))).toBe(
    "conflict",
  );

  for (let round = 0; round < 5; round++) {
    const second = await addPerson(house, "owner");
    const codes = await Promise.all([
      codeOf(identity.people.change(operator(), second.id, { role: "member" })),
      codeOf(identity.people.change(operator(), as.owner.id, { role: "member" })),
    ]);
    expect(codes.toSorted()).toEqual(["conflict", "none"]);
    if (codes[1] === "none") {
      await identity.people.change(operator(), as.owner.id, { role: "owner" });
      await identity.people.change(operator(), second.id, { role: "member" });
    }
  }
});

test("a link works once, for a day, until the next; not for the disabled", async () => {
  const tokenOf = (link: { set_password_url: string }) => link.set_password_url.split("#")[1] ?? "";
  const set = (token: string) =>
    codeOf(identity.passwords.setByLink(stranger(), { token, password: goodPassword }));
  const { id, ...first } = await identity.people.add(operator(), { email: unused(), role: "member" });
  expect(first.set_password_url).toMatch(/^https:\/\/ento\.example\/set-password#[\w-]{43}$/);
  const second = await identity.people.invite(operator(), id);
  expect(await set(tokenOf(first))).toBe("link_invalid");
  const many = await Promise.all(Array.from({ length: 10 }, () => set(tokenOf(second))));
  expect(many.filter((code) => code === "none")).toHaveLength(1);

  const late = await identity.people.invite(operator(), id);
  house.clock.advance(24 * 3_600_000);
  expect(await set(tokenOf(late))).toBe("link_invalid");
  house.clock.advance(-24 * 3_600_000);
  const cut = await identity.people.invite(operator(), id);
  await identity.people.change(operator(), id, { disabled: true });
  expect(await set(tokenOf(cut))).toBe("link_invalid");
  expect(await codeOf(identity.people.invite(operator(), id))).toBe("conflict");
  expect((await identity.people.change(operator(), id, { disabled: false })).status).toBe("active");
});

test("an address belongs to one person, and is found in any spelling", async () => {
  const email = unused();
  await identity.people.add(operator(), { email: email.toUpperCase(), role: "member" });
  expect(await codeOf(identity.people.add(operator(), { email, role: "member" }))).toBe("email_taken");
  expect((await identity.people.find(` ${email.toUpperCase()}`))?.email).toBe(email);
  expect(await identity.people.find("a\0b@example.com")).toBeUndefined();
  expect(await codeOf(identity.passwords.signIn(stranger(), { email: "a\0b", password: "x" }))).toBe(
    "invalid_credentials",
  );
});

test("pages hold everybody once, and no cursor but ours is taken", async () => {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await identity.people.list(as.owner.call, { limit: 3, ...(cursor ? { cursor } : {}) });
    ids.push(...page.items.map((person) => person.id));
    cursor = page.next;
  } while (cursor);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toHaveLength(await identity.people.count());
  expect(await codeOf(identity.people.list(as.owner.call, { limit: 3, cursor: "usr_'" }))).toBe(
    "invalid_request",
  );
});

test("the record has no address, no name and no link in the clear", async () => {
  const link = await identity.people.add(callAs(as.owner.call.principal), {
    email: "plain.text@example.com",
    name: "Plain Text",
    role: "member",
  });
  const { items } = await audit.search({ about: link.id, limit: 10 });
  expect(items.length).toBeGreaterThan(0);
  const hashed = JSON.stringify(items.map(({ personal: _, ...body }) => body));
  for (const word of ["plain.text", "Plain Text", link.set_password_url.split("#")[1] ?? "?"]) {
    expect(hashed).not.toContain(word);
  }
});

import { expect, test } from "vitest";
import type { Failure } from "../../src/pure/failure.ts";
import { testDatabase } from "../_support/database.ts";
import {
  addPerson,
  claimOwner,
  codeOf,
  goodPassword,
  operator,
  stranger,
  testIdentity,
} from "../_support/identity.ts";

/** Figure K3 where it is decided, and passwords that anybody would try first. */
const { open } = await testDatabase();
const house = await testIdentity(open());
const { identity } = house;
const owner = await claimOwner(house);

const foreign = {
  ...{ id: owner.id, person_id: owner.id, user_id: owner.id, sub: owner.id, sessionId: "x", session_id: "x" },
  ...{ password: "x", password_hash: "x", status: "active", permissions: ["people.grant_roles"], scope: "*" },
  ...{
    created_at: 0,
    last_seen_at: 0,
    expires_at: 9e15,
    kind: "operator",
    uid: 0,
    is_admin: true,
    admin: true,
  },
  ...{ deviceId: "x", secretHash: "x", claimed_by: "x" },
};

test("K3: no use case takes a member that it does not name", async () => {
  expect(Object.keys(foreign).length).toBeGreaterThanOrEqual(20);
  const email = "k3@example.com";
  const added = await identity.people.add(owner.call, { ...foreign, email, role: "member" });
  expect(added.id).not.toBe(owner.id);
  const before = await identity.people.get(owner.call, added.id);
  expect(before).toMatchObject({ status: "invited", role: "member", last_seen_at: null });
  expect(Date.parse(before.created_at)).toBeGreaterThan(0);

  const changed = await identity.people.change(owner.call, added.id, { ...foreign, name: "New" } as never);
  expect(changed).toEqual({ ...before, name: "New" });
  const sameOwner = await identity.people.get(owner.call, owner.id);
  expect(sameOwner).toMatchObject({ email: owner.email, role: "owner" });

  const { user_id } = await identity.pairing.create(owner.call, foreign as { user?: string });
  expect(user_id).toBe(owner.id);
  const { principal } = await identity.passwords.signIn(stranger(), {
    ...foreign,
    email: owner.email,
    password: goodPassword,
  });
  expect(principal).toMatchObject({ kind: "person", personId: owner.id, deviceId: null });
});

test("weak passwords are refused on every way in, and the link is still good after that", async () => {
  const email = "weak.person@example.com";
  const { set_password_url } = await identity.people.add(operator(), { email, role: "member" });
  const token = set_password_url.split("#")[1] ?? "";
  for (const password of ["aaaaaaaaaaaa", email, "ExampleWorks12", "abcdabcdabcd"]) {
    expect(await codeOf(identity.passwords.setByLink(stranger(), { token, password }))).toBe("weak_password");
  }
  const { principal, secret } = await identity.passwords.setByLink(stranger(), {
    token,
    password: goodPassword,
  });
  const call = { ...owner.call, principal };
  const weak = { current_password: goodPassword, new_password: "aaaaaaaaaaaa" };
  const refused = (await identity.passwords.change(call, weak).catch((error: unknown) => error)) as Failure;
  expect(refused.code).toBe("weak_password");
  expect(refused.text).not.toContain("aaaa");
  const wrong = { current_password: "not the one at all", new_password: "another good long password" };
  expect(await codeOf(identity.passwords.change(call, wrong))).toBe("invalid_credentials");
  expect(await codeOf(identity.authenticate.cookie(secret))).toBe("none");
});

test("two people who change one password at once: one of them wins, and the other is told", async () => {
  const person = await addPerson(house);
  const change = (new_password: string) =>
    codeOf(identity.passwords.change(person.call, { current_password: goodPassword, new_password }));
  const codes = await Promise.all([change("the first new password"), change("the second new password")]);
  // Too late before the hash, or after it.
  expect(codes.filter((code) => code === "none")).toHaveLength(1);
  expect(codes.find((code) => code !== "none")).toMatch(/^(conflict|invalid_credentials)$/);
});

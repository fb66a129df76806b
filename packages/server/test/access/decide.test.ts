import { permissions, roles } from "@entobot/contract/permissions";
import { expect, test } from "vitest";
import { assertMay, covers, decide } from "../../src/access/index.ts";
import type { Principal } from "../../src/pure/principal.ts";
import { personCall } from "../_support/audit.ts";

const as = (role: (typeof roles)[number]): Principal => ({ ...personCall().principal, role }) as Principal;
const allowed = (principal: Principal) => permissions.filter((permission) => decide(principal, permission));

test("roles, operators and strangers", () => {
  expect(allowed(as("owner"))).toEqual(permissions);
  expect(allowed(as("admin"))).not.toContain("people.grant_roles");
  expect(allowed(as("auditor"))).not.toContain("chat.use");
  expect(allowed(as("auditor")).filter((name) => /add|change|remove|revoke|pair|write/.test(name))).toEqual(
    [],
  );
  expect(allowed(as("member"))).toEqual([
    "chat.use",
    "tools.use",
    "status.read",
    "devices.own",
    "sessions.own",
  ]);
  expect(permissions.filter((name) => !allowed({ kind: "operator", uid: 0 }).includes(name))).toEqual([
    "chat.use",
  ]);
  expect(allowed({ kind: "system" })).toEqual(permissions);
  expect(allowed({ kind: "stranger" })).toEqual([]);
});

test("a role that does not exist may nothing", () => {
  expect(allowed(as("root" as never))).toEqual([]);
  expect(allowed(as("__proto__" as never))).toEqual([]);
});

test("the refusal says whether signing in would help", () => {
  expect(() => assertMay({ kind: "stranger" }, "chat.use")).toThrow(
    expect.objectContaining({ code: "not_authenticated" }),
  );
  expect(() => assertMay(as("member"), "audit.read")).toThrow(
    expect.objectContaining({ code: "access_denied" }),
  );
  expect(() => assertMay(as("auditor"), "audit.read")).not.toThrow();
});

test("who stands above whom", () => {
  const table = roles.map((role) => roles.filter((other) => covers(role, other)));
  expect(table).toEqual([
    ["owner", "admin", "auditor", "member"],
    ["admin", "auditor", "member"],
    ["auditor"],
    ["member"],
  ]);
});

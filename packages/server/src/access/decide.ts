import { type Permission, type Role, rolePermissions, roles } from "@entobot/contract/permissions";
import { Failure } from "../pure/failure.ts";
import type { AssertMay, Covers, Decide } from "./access.ts";

const granted = new Map<Role, ReadonlySet<Permission>>(
  roles.map((role) => [role, new Set(rolePermissions[role])]),
);

export const decide: Decide = (principal, permission) => {
  switch (principal.kind) {
    case "person":
      return granted.get(principal.role)?.has(permission) ?? false;
    case "operator":
      return permission !== "chat.use";
    case "system":
      return true;
    case "stranger":
      return false;
  }
};

export const assertMay: AssertMay = (principal, permission) => {
  if (decide(principal, permission)) return;
  throw new Failure(principal.kind === "stranger" ? "not_authenticated" : "access_denied");
};

export const covers: Covers = (role, other) =>
  rolePermissions[other].every((permission) => granted.get(role)?.has(permission) ?? false);

import { z } from "zod";

export const permissions = [
  "chat.use",
  "tools.use",
  "status.read",
  "devices.own",
  "devices.read_all",
  "devices.remove_any",
  "devices.pair_others",
  "sessions.own",
  "sessions.read_all",
  "sessions.revoke_any",
  "people.read",
  "people.add",
  "people.change",
  "people.grant_roles",
  "audit.read",
  "audit.verify",
  "audit.export",
  "settings.read",
  "settings.write",
] as const;

export const Permission = z.enum(permissions);
export type Permission = z.infer<typeof Permission>;

export const roles = ["owner", "admin", "auditor", "member"] as const;
export const Role = z.enum(roles);
export type Role = z.infer<typeof Role>;

const own: readonly Permission[] = ["devices.own", "sessions.own"];
const member: readonly Permission[] = [...own, "chat.use", "tools.use", "status.read"];

/** What a role may do. `access` decides by this table alone; the apps use it only to hide what would be refused. */
export const rolePermissions: Readonly<Record<Role, readonly Permission[]>> = {
  owner: permissions,
  admin: permissions.filter((name) => name !== "people.grant_roles"),
  auditor: [
    ...own,
    "status.read",
    "devices.read_all",
    "sessions.read_all",
    "people.read",
    "audit.read",
    "audit.verify",
    "audit.export",
    "settings.read",
  ],
  member,
};

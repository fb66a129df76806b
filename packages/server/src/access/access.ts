import type { Permission, Role } from "@entobot/contract/permissions";
import type { Principal } from "../pure/principal.ts";

/** Pure: may this principal do this? Operators may everything but read content (`chat.use`); the system may everything. */
export type Decide = (principal: Principal, permission: Permission) => boolean;

/** Throws `access_denied` (or `not_authenticated` for strangers). Who denies also records: entry does it for routes and frames. */
export type AssertMay = (principal: Principal, permission: Permission) => void;

/** True when every permission of `other` is also one of `role`: nobody grants, pairs for or changes somebody above themselves. */
export type Covers = (role: Role, other: Role) => boolean;

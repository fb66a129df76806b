import type { ChangePerson } from "@entobot/contract/people";
import type { Role } from "@entobot/contract/permissions";
import { decide } from "../access/index.ts";
import type { Principal } from "../pure/principal.ts";
import { standsAbove } from "./acting.ts";
import type { PersonRow } from "./people-store.ts";

/** Who may manage the server is chosen by whoever holds the right to choose, not by everybody who adds people. */
const needsGrant: readonly Role[] = ["owner", "admin"];

/** May this principal give this role? Never one that may more than they do themselves. */
export function mayGive(principal: Principal, role: Role): boolean {
  if (!standsAbove(principal, role)) return false;
  return !needsGrant.includes(role) || decide(principal, "people.grant_roles");
}

/** What the person would be afterwards, or undefined when the principal may not do that. */
export function decideChange(
  principal: Principal,
  person: PersonRow,
  change: ChangePerson,
  hasCredential: boolean,
): Pick<PersonRow, "name" | "role" | "status"> | undefined {
  if (!standsAbove(principal, person.role)) return undefined;
  const role = change.role ?? person.role;
  if (role !== person.role && !mayGive(principal, role)) return undefined;
  const enabled = person.status !== "disabled" ? person.status : hasCredential ? "active" : "invited";
  const status =
    change.disabled === undefined ? person.status : change.disabled ? ("disabled" as const) : enabled;
  return { name: change.name ?? person.name, role, status };
}

/** Is an owner lost by this? Only an active one keeps the server in somebody's hands. */
export function losesOwner(before: PersonRow, after: Pick<PersonRow, "role" | "status">): boolean {
  const was = before.role === "owner" && before.status === "active";
  return was && !(after.role === "owner" && after.status === "active");
}

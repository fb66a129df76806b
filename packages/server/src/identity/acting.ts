import type { Role } from "@entobot/contract/permissions";
import { covers } from "../access/index.ts";
import type { Audit } from "../audit/index.ts";
import type { Call } from "../pure/call.ts";
import { Failure } from "../pure/failure.ts";
import type { Principal } from "../pure/principal.ts";

/** Nobody acts on somebody who may more than themselves. Operators and the system stand above all roles. */
export function standsAbove(principal: Principal, role: Role): boolean {
  if (principal.kind === "person") return covers(principal.role, role);
  return principal.kind === "operator" || principal.kind === "system";
}

/** The refusal of one object, recorded. What is not visible is `not_found`: foreign and absent look the same. */
export function refuse(
  audit: Audit,
  call: Call,
  what: string,
  target: string,
  code: "access_denied" | "not_found" = "access_denied",
): Failure {
  audit.note(call, {
    event: "access_denied",
    outcome: "denied",
    severity: "warning",
    target,
    details: { what },
  });
  return new Failure(code);
}

/**
 * What gives a credential is recognised by its own one-time token, never by a key that the client chose: a stored reply
 * would hand the same credential out again.
 */
export function asStranger(call: Call): Call {
  const { idempotency: _, ...rest } = call;
  return rest;
}

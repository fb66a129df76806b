import type { RequestId } from "@entobot/contract/ids";
import type { Audit } from "../../audit/index.ts";
import type { NewId } from "../../crypto/new-id.ts";
import { timestamp } from "../../pure/clock.ts";
import { type HashKey, hexOf } from "../limits/hash-key.ts";
import type { Tally } from "../limits/tally.ts";
import type { LockoutKind } from "./lockout-store.ts";

/** A lock has begun: no request's own event, and about nobody whom we know. */
export function noteLockout(
  deps: { readonly audit: Pick<Audit, "note">; readonly newId: NewId; readonly hashKey: HashKey },
  kind: LockoutKind,
  { key, lock }: Tally,
): void {
  if (!lock) return;
  const call = {
    principal: { kind: "stranger" },
    address: kind === "address" ? key : null,
    userAgent: null,
    channel: "internal",
    requestId: deps.newId<RequestId>("req"),
  } as const;
  deps.audit.note(call, {
    event: "lockout_started",
    outcome: "denied",
    severity: "warning",
    target: `${kind}:${hexOf(deps.hashKey(key))}`,
    details: { kind, level: lock.level, until: timestamp(lock.until) },
    ...(kind === "account" ? { personal: { subject: key } } : {}),
  });
}

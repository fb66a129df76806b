import type { Audit } from "../../audit/index.ts";
import type { AccessLog } from "../../log/index.ts";
import { limitKeyOf } from "../../pure/address.ts";
import type { Call } from "../../pure/call.ts";
import { Failure } from "../../pure/failure.ts";
import type { Place } from "../limits/places.ts";
import type { AttemptMethod, Attempts, Shown } from "./attempts.ts";
import { type Gate, isShut, type Shut } from "./gate.ts";

export interface AttemptsDeps {
  readonly addresses: Gate;
  readonly accounts: Gate;
  readonly audit: Pick<Audit, "note">;
  readonly accessLog: Pick<AccessLog, "authenticationFailed">;
}

export function createAttempts({ addresses, accounts, audit, accessLog }: AttemptsDeps): Attempts {
  /** For the access log: what fail2ban reads. */
  function tell(call: Call, user: string | null, reason: string): void {
    if (call.address === null) return;
    accessLog.authenticationFailed({ address: call.address, user, reason, requestId: call.requestId });
  }

  function refuse(call: Call, shown: Shown, shut: Shut, what: "address" | "account"): Failure {
    const reason = shut.locked ? `locked_${what}` : "too_many_at_once";
    if (shut.locked) tell(call, shown.user, "locked");
    audit.note(call, {
      event: "rate_limit_exceeded",
      outcome: "denied",
      severity: "warning",
      details: { reason, method: shown.method },
    });
    return tooMany(shut.wait);
  }

  async function enter(call: Call, shown: Shown): Promise<Place[]> {
    const { address } = call;
    // Commands and the server itself come from nowhere, and guess nothing.
    if (address === null) return [];
    const first = await addresses.enter(limitKeyOf(address));
    if (isShut(first)) throw refuse(call, shown, first, "address");
    if (shown.account === undefined) return [first];
    // Always in this order, so that no two wait for each other.
    const second = await accounts.enter(shown.account);
    if (!isShut(second)) return [first, second];
    first.giveBack();
    throw refuse(call, shown, second, "account");
  }

  const lockedFor = (address: string) => addresses.lockedFor(limitKeyOf(address));

  return {
    lockedFor,
    assertOpen(call, method: AttemptMethod) {
      const wait = call.address === null ? undefined : lockedFor(call.address);
      if (wait === undefined) return;
      throw refuse(call, { method, user: null }, { wait, locked: true }, "address");
    },
    async judge(call, shown, work) {
      const places = await enter(call, shown);
      let counts = false;
      try {
        return await work((reason) => {
          if (!counts) tell(call, shown.user, reason);
          counts = true;
        });
      } finally {
        for (const place of places) counts ? place.keep() : place.giveBack();
      }
    },
    wrong(call, method, reason) {
      const { address } = call;
      if (address === null) return undefined;
      const wait = lockedFor(address);
      if (wait !== undefined) return refuse(call, { method, user: null }, { wait, locked: true }, "address");
      tell(call, null, reason);
      addresses.fail(limitKeyOf(address));
      return undefined;
    },
  };
}

const tooMany = (retryAfter: number): Failure =>
  new Failure("rate_limited", { text: "Too many failed attempts. Try again later.", retryAfter });

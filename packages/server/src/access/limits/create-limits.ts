import type { Audit } from "../../audit/index.ts";
import { limitKeyOf } from "../../pure/address.ts";
import type { Call } from "../../pure/call.ts";
import { Failure } from "../../pure/failure.ts";
import { type Budget, isWait, type Wait } from "./budget.ts";
import type { Limits } from "./limits.ts";
import type { Place } from "./places.ts";

const uncounted: Place = { giveBack() {}, keep() {} };

export function createLimits(deps: {
  readonly enabled: () => boolean;
  readonly devices: Budget;
  readonly addresses: Budget;
  readonly audit: Pick<Audit, "note">;
}): Limits {
  const { enabled, devices, addresses, audit } = deps;

  function refuse(call: Call, reason: "device" | "address", what: string, retryAfter: Wait): Failure {
    audit.note(call, {
      event: "rate_limit_exceeded",
      outcome: "denied",
      severity: "warning",
      details: { reason, what },
    });
    return new Failure("rate_limited", { retryAfter });
  }

  function charge(budget: Budget, reason: "device" | "address", key: string, call: Call, what: string): void {
    if (!enabled()) return;
    const wait = budget.take(key);
    if (wait !== undefined) throw refuse(call, reason, what, wait);
  }

  return {
    chargePerson(call, what) {
      const { deviceId, sessionId } = call.principal;
      charge(devices, "device", deviceId ?? sessionId, call, what);
    },
    chargeStranger(call, what) {
      if (call.address !== null) charge(addresses, "address", limitKeyOf(call.address), call, what);
    },
    chargeEnded(call, credential, what) {
      // Its end is enough of a name: a signature, or random from one side to the other.
      charge(devices, "device", `ended ${credential.slice(-32)}`, call, what);
    },
    async holdForStranger(call, what) {
      if (!enabled() || call.address === null) return uncounted;
      const held = await addresses.hold(limitKeyOf(call.address));
      if (isWait(held)) throw refuse(call, "address", what, held);
      return held;
    },
  };
}

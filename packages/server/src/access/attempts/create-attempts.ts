import type { Audit } from "../../audit/index.ts";
import type { AccessLog } from "../../log/index.ts";
import { limitKeyOf } from "../../pure/address.ts";
import type { Call } from "../../pure/call.ts";
import { Failure } from "../../pure/failure.ts";
import type { Place } from "../limits/places.ts";
import type { Attempts, Shown } from "./attempts.ts";
import { type Gate, isShut, type Shut } from "./gate.ts";

export interface AttemptsDeps {
  readonly addresses: Gate;
  readonly accounts: Gate;
  /** Browsers and sessions that are known to an account. */
  readonly known: Gate;
  readonly audit: Pick<Audit, "note">;
  readonly accessLog: Pick<AccessLog, "authenticationFailed">;
}

export function createAttempts({ addresses, accounts, known, audit, accessLog }: AttemptsDeps): Attempts {
  /** For the access log: what fail2ban reads. */
  function tell(call: Call, user: string | null, reason: string): void {
    if (call.address === null) return;
    accessLog.authenticationFailed({ address: call.address, user, reason, requestId: call.requestId });
  }

  function refuse(
    call: Call,
    what: string,
    shut: Shut,
    { by, user }: { by: "address" | "account"; user: string | null },
  ): Failure {
    const reason = shut.locked ? `locked_${by}` : "too_many_at_once";
    if (shut.locked) tell(call, user, "locked");
    audit.note(call, {
      event: "rate_limit_exceeded",
      outcome: "denied",
      severity: "warning",
      details: { reason, what },
    });
    return tooMany(shut.wait);
  }

  /**
   * Who is known and has failed too often is a stranger like all others until that is forgotten. All who are known to an
   * account have together what its strangers have: somebody who signed in often has no more guesses for it.
   */
  async function enterAccount(account: string, name: string | undefined): Promise<Place[] | Shut> {
    const asStranger = async () => asList(await accounts.enter(account));
    if (name === undefined) return asStranger();
    const own = await known.enter(`${account}, known as ${name}`);
    if (isShut(own)) return own.locked ? asStranger() : own;
    const together = await accounts.enter(`${account}, all who are known`);
    if (!isShut(together)) return [own, together];
    own.giveBack();
    return together.locked ? asStranger() : together;
  }

  async function enter(call: Call, shown: Shown): Promise<Place[]> {
    const { method, user, account } = shown;
    const { address } = call;
    // Commands and the server itself come from nowhere, and guess nothing.
    if (address === null) return [];
    const first = await addresses.enter(limitKeyOf(address));
    if (isShut(first)) throw refuse(call, method, first, { by: "address", user });
    if (account === undefined) return [first];
    // Always in this order, so that no two wait for each other.
    const second = await enterAccount(account, shown.known);
    if (!isShut(second)) return [first, ...second];
    first.giveBack();
    throw refuse(call, method, second, { by: "account", user });
  }

  const lockedFor = (address: string) => addresses.lockedFor(limitKeyOf(address));

  return {
    lockedFor,
    assertOpen(call, what) {
      const wait = call.address === null ? undefined : lockedFor(call.address);
      if (wait === undefined) return;
      throw refuse(call, what, { wait, locked: true }, byAddress);
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
      if (wait !== undefined) return refuse(call, method, { wait, locked: true }, byAddress);
      tell(call, null, reason);
      addresses.fail(limitKeyOf(address));
      return undefined;
    },
  };
}

const asList = (entered: Place | Shut): Place[] | Shut => (isShut(entered) ? entered : [entered]);

const byAddress = { by: "address", user: null } as const;

const tooMany = (retryAfter: number): Failure =>
  new Failure("rate_limited", { text: "Too many failed attempts. Try again later.", retryAfter });

import type { Audit } from "../audit/index.ts";
import type { NewId } from "../crypto/new-id.ts";
import type { AccessLog, Log } from "../log/index.ts";
import type { Clock } from "../pure/clock.ts";
import type { Database } from "../store/database.ts";
import type { Attempts } from "./attempts/attempts.ts";
import { createAttempts } from "./attempts/create-attempts.ts";
import { createGate, type Gate } from "./attempts/gate.ts";
import { accountRule, addressRule, isForgotten, isLocked, knownRule } from "./attempts/lock-rules.ts";
import { type LockoutKeeper, openLockoutKeeper } from "./attempts/lockout-keeper.ts";
import type { LockoutKind } from "./attempts/lockout-store.ts";
import { noteLockout } from "./attempts/note-lockout.ts";
import { type Budget, createBudget } from "./limits/budget.ts";
import { openCountsKeeper } from "./limits/counts-keeper.ts";
import type { CountKind } from "./limits/counts-store.ts";
import { createLimits } from "./limits/create-limits.ts";
import { crowdOfAddress, crowdOfName } from "./limits/crowd-of.ts";
import type { HashKey } from "./limits/hash-key.ts";
import type { Limits } from "./limits/limits.ts";
import { startSaving } from "./limits/start-saving.ts";
import { Tallies } from "./limits/tallies.ts";
import type { Policy, Tally } from "./limits/tally.ts";

export interface LimitSettings {
  readonly enabled: boolean;
  readonly requests: number;
  readonly windowMs: number;
}

export interface OpenLimits {
  readonly limits: Limits;
  readonly attempts: Attempts;
  /** Keys in memory, for tests of its bounds. */
  readonly size: () => number;
  /** Writes what has changed, and stops. */
  stop(): Promise<void>;
}

export interface OpenLimitsDeps {
  readonly database: Database;
  readonly audit: Pick<Audit, "note">;
  readonly accessLog: Pick<AccessLog, "authenticationFailed">;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly hashKey: HashKey;
  /** Asked at each use. */
  readonly settings: () => LimitSettings;
  readonly log: Log;
}

/** Keys in memory of each kind, and neighbourhoods of keys beyond that. */
const most = 32_768;
const mostCrowds = 4_096;

/** Budgets and lockouts of one server, as they were before it was restarted. */
export async function openLimits(deps: OpenLimitsDeps): Promise<OpenLimits> {
  const { database, clock, hashKey, settings, log } = deps;
  const budgetPolicy = (): Policy => ({ limit: settings().requests, windowMs: settings().windowMs });
  const policies: Readonly<Record<CountKind, () => Policy>> = {
    device: budgetPolicy,
    address: budgetPolicy,
    address_failures: () => addressRule,
    account_failures: () => accountRule,
  };
  const keeper = await openCountsKeeper({
    ...{ database, clock, hashKey },
    windowOf: (kind) => policies[kind]().windowMs,
  });
  const lockouts: LockoutKeeper = await openLockoutKeeper({
    ...{ database, clock, hashKey },
    released(kind, tally) {
      tally.lock = undefined;
      tally.forget(Number.POSITIVE_INFINITY);
      keeper.changed(`${kind}_failures`, tally);
    },
  });
  const all: Tallies[] = [];
  const saving = startSaving({
    counts: keeper,
    lockouts,
    sweep() {
      for (const each of all) each.sweep();
    },
    log,
  });

  function changed(kind: CountKind, tally: Tally): void {
    keeper.changed(kind, tally);
    saving.wake();
  }

  function tallies(kind: CountKind, crowdOf: (key: string) => string, lockKind?: LockoutKind): Tallies {
    const made = new Tallies({
      ...{ most, mostCrowds, crowdOf },
      make(key) {
        const tally = keeper.recall(kind, key);
        if (lockKind) lockouts.recall(lockKind, tally);
        return tally;
      },
      isIdle: (tally) => isEmpty(tally, kind) && (!tally.lock || isForgotten(tally.lock, clock())),
      isSpare: (tally) => isEmpty(tally, kind) && !isLocked(tally.lock, clock()),
    });
    all.push(made);
    return made;
  }

  function isEmpty(tally: Tally, kind: CountKind): boolean {
    tally.forget(clock() - policies[kind]().windowMs);
    return tally.count === 0 && tally.held === 0;
  }

  const budget = (kind: "device" | "address", crowdOf: (key: string) => string): Budget =>
    createBudget({
      ...{ tallies: tallies(kind, crowdOf), policy: policies[kind], clock },
      changed: (tally) => changed(kind, tally),
    });

  const gate = (kind: LockoutKind, rule: Policy, crowdOf: (key: string) => string): Gate =>
    createGate({
      ...{ tallies: tallies(`${kind}_failures`, crowdOf, kind), rule, clock },
      changed: (tally) => changed(`${kind}_failures`, tally),
      lockedBefore: (key) => lockouts.holds(kind, key),
      locked(tally) {
        lockouts.locked(kind, tally);
        noteLockout(deps, kind, tally);
      },
    });

  const names = crowdOfName(mostCrowds);
  return {
    limits: createLimits({
      enabled: () => settings().enabled,
      devices: budget("device", names),
      addresses: budget("address", crowdOfAddress),
      audit: deps.audit,
    }),
    attempts: createAttempts({
      addresses: gate("address", addressRule, crowdOfAddress),
      accounts: gate("account", accountRule, names),
      // The same window as the accounts', so their counts are kept as theirs.
      known: gate("account", knownRule, names),
      ...{ audit: deps.audit, accessLog: deps.accessLog },
    }),
    size: () => all.reduce((sum, { size }) => sum + size, 0),
    stop: () => saving.stop(),
  };
}

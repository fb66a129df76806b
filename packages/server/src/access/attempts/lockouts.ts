import type { Audit } from "../../audit/index.ts";
import { limitKeyOf, parseAddress } from "../../pure/address.ts";
import type { Call } from "../../pure/call.ts";
import type { Clock } from "../../pure/clock.ts";
import { Failure } from "../../pure/failure.ts";
import type { Database } from "../../store/database.ts";
import { assertMay } from "../decide.ts";
import { dropCounts } from "../limits/counts-store.ts";
import { type HashKey, hexOf } from "../limits/hash-key.ts";
import { findLocked, type LockoutKind, type LockoutRow, readLocked, releaseLock } from "./lockout-store.ts";

/** Somebody who is locked out now. Times in ms since the epoch. */
export interface Lockout {
  readonly id: string;
  readonly kind: LockoutKind;
  /** The address (IPv6: its /64), the neighbourhood of addresses, or the e-mail address that was tried. */
  readonly subject: string;
  /** How often in a row. */
  readonly level: number;
  readonly startedAt: number;
  readonly until: number;
}

export interface Lockouts {
  /** The newest first. */
  list(call: Call): Promise<readonly Lockout[]>;
  /** By id, address or e-mail address. The server lets go within a second, and forgets the failures. */
  release(call: Call, which: string): Promise<Lockout>;
}

const mostShown = 1_000;

/** Works on the database alone, so that a command beside the running server sees and changes the same. */
export function createLockouts(deps: {
  readonly database: Database;
  readonly audit: Pick<Audit, "mutate">;
  readonly clock: Clock;
  readonly hashKey: HashKey;
}): Lockouts {
  const { database, audit, clock, hashKey } = deps;

  /** An id, else whatever may have been meant by a name. */
  function meant(which: string): [LockoutKind, Buffer][] {
    const [, kind, hex] = /^(address|account):([\da-f]{64})$/.exec(which) ?? [];
    if (kind && hex) return [[kind as LockoutKind, Buffer.from(hex, "hex")]];
    const address = parseAddress(which.replace(/\/64$/, ""));
    const keys: [LockoutKind, string][] = [
      ["account", which.trim().toLowerCase()],
      ["address", address === undefined ? which : limitKeyOf(address)],
    ];
    return keys.map(([kind, key]) => [kind, hashKey(key)]);
  }

  async function find(which: string): Promise<LockoutRow | undefined> {
    for (const [kind, hash] of meant(which)) {
      const row = await findLocked(database, kind, hash, clock());
      if (row) return row;
    }
    return undefined;
  }

  return {
    async list({ principal }) {
      assertMay(principal, "settings.read");
      return (await readLocked(database, clock(), mostShown)).map(shown);
    },
    async release(call, which) {
      assertMay(call.principal, "settings.write");
      const row = await find(which);
      if (!row) throw new Failure("not_found", { text: "Nobody of this name is locked out." });
      const lockout = shown(row);
      await audit.mutate(call, "committed", async ({ tx, record }) => {
        if (!(await releaseLock(tx, row.kind, row.key_hash, clock()))) throw new Failure("not_found");
        await dropCounts(tx, `${row.kind}_failures`, row.key_hash);
        record({
          event: "lockout_released",
          severity: "warning",
          target: lockout.id,
          details: { kind: row.kind, level: row.level },
          personal: { subject: row.subject },
        });
      });
      return lockout;
    },
  };
}

function shown({ kind, key_hash, subject, level, started_at, until_at }: LockoutRow): Lockout {
  const id = `${kind}:${hexOf(key_hash)}`;
  return { id, kind, subject: subject ?? "", level, startedAt: started_at, until: until_at };
}

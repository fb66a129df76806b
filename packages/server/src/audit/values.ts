import type { Personal } from "@entobot/contract/audit";
import type { KeyId } from "@entobot/contract/ids";
import { isFailure } from "../pure/failure.ts";
import type { Queryable } from "../store/queryable.ts";
import type { SealedEvent, ValueColumns } from "./audit-store.ts";
import type { Event } from "./event.ts";
import { createNumbers } from "./numbers.ts";
import type { Owner, Sealing } from "./sealing.ts";

const place = (n: number) => ({ table: "audit_values", row: String(n), column: "sealed" }) as const;
const rememberedOwners = 10_000;

/** Seals what opens the commitments, and opens it again. */
export interface Values {
  /** Names an event and seals its values. `db` is the transaction in which a new person's key may have been made. */
  seal(db: Queryable, event: Event): Promise<SealedEvent>;
  /** After the commit of a transaction that may have made keys: their owners need no question any more. */
  learn(owners: Iterable<Owner>): Promise<void>;
  /** null: there is nothing, or it was erased. Throws when it was tampered with. */
  open(n: number, row: ValueColumns): Promise<Personal | null>;
}

export function createValues(sealing: Sealing, database: Queryable): Values {
  /** Owners whose key is known to be committed: no question about it on the hot path. */
  const known = new Set<Owner>();
  const numbers = createNumbers();

  async function prepare(db: Queryable, owner: Owner): Promise<void> {
    if (known.has(owner)) return;
    await sealing.prepare(db, owner);
    if (db !== database) return;
    if (known.size >= rememberedOwners) known.clear();
    known.add(owner);
  }

  return {
    async seal(db, event) {
      const { owner, personal } = event;
      const taken = numbers.take(db);
      const n = typeof taken === "number" ? taken : await taken;
      if (Object.keys(personal).length === 0) return { n, event, values: null };
      if (!known.has(owner)) await prepare(db, owner);
      const { keyId, bytes } = await sealing.seal(owner, place(n), JSON.stringify(personal));
      return { n, event, values: { owner, keyId, bytes } };
    },
    async learn(owners) {
      for (const owner of owners) if (!known.has(owner)) await prepare(database, owner);
    },
    async open(n, { owner, key_id: keyId, sealed }) {
      if (owner === null || keyId === null || sealed === null) return null;
      const plain = await sealing.open(owner, place(n), { keyId: keyId as KeyId, bytes: sealed });
      return plain && (JSON.parse(plain.toString("utf8")) as Personal);
    },
  };
}

/** For showing: values that do not open are shown as erased; `verify` is where they are a fault. */
export async function openOrHide(values: Values, n: number, row: ValueColumns): Promise<Personal | null> {
  try {
    return await values.open(n, row);
  } catch (error) {
    if (isFailure(error, "database_unavailable")) throw error;
    return null;
  }
}

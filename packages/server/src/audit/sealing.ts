import type { KeyId, PersonId } from "@entobot/contract/ids";
import type { Queryable } from "../store/queryable.ts";

export type Owner = PersonId | "server";

interface Place {
  readonly table: string;
  readonly row: string;
  readonly column: string;
}

export interface SealedBytes {
  readonly keyId: KeyId;
  readonly bytes: Buffer;
}

/** What audit needs of the keys per person. Privacy has it; compose hands it in, because audit imports no other domain. */
export interface Sealing {
  prepare(db: Queryable, owner: Owner): Promise<void>;
  seal(owner: Owner, place: Place, plain: Buffer | string): Promise<SealedBytes>;
  /** null: the key was destroyed. */
  open(owner: Owner, place: Place, sealed: SealedBytes): Promise<Buffer | null>;
}

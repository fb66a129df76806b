import type { KeyId } from "@entobot/contract/ids";
import type { StoredValues } from "../../config/index.ts";
import { Failure } from "../../pure/failure.ts";
import type { Queryable } from "../../store/queryable.ts";
import { findStored, replaceStored } from "./settings-store.ts";

/** What settings need of the house's own key; privacy has it, compose hands it in. */
export interface HouseSealing {
  prepare(db: Queryable, owner: "server"): Promise<void>;
  seal(owner: "server", place: Place, plain: string): Promise<{ keyId: KeyId; bytes: Buffer }>;
  open(owner: "server", place: Place, sealed: { keyId: KeyId; bytes: Buffer }): Promise<Buffer | null>;
}
interface Place {
  readonly table: string;
  readonly row: string;
  readonly column: string;
}

export interface StoredDocument {
  readonly version: number;
  readonly values: StoredValues;
}

const placeOf = (version: number): Place => ({
  table: "stored_settings",
  row: String(version),
  column: "sealed",
});

const nothing: StoredDocument = { version: 0, values: {} };

/** Throws when it does not open: a setting that somebody changed behind our back must not be passed over. */
export async function readDocument(db: Queryable, sealing: HouseSealing): Promise<StoredDocument> {
  const row = await findStored(db);
  if (!row) return nothing;
  const { version, key_id: keyId, sealed: bytes } = row;
  const plain = await sealing.open("server", placeOf(version), { keyId, bytes }).catch(() => null);
  if (!plain) {
    throw new Failure("configuration", {
      text:
        "What the console stored does not open: it was changed in the database, or its key is gone. Restore the table " +
        "stored_settings from a backup, or empty it as the owner of the database to begin with the file's settings alone.",
    });
  }
  return { version, values: JSON.parse(plain.toString("utf8")) as StoredValues };
}

/** False when it was not the next version any more. */
export async function writeDocument(
  db: Queryable,
  sealing: HouseSealing,
  { version, values }: StoredDocument,
  now: number,
): Promise<boolean> {
  await sealing.prepare(db, "server");
  const { keyId, bytes } = await sealing.seal("server", placeOf(version), JSON.stringify(values));
  return replaceStored(db, { version, key_id: keyId, sealed: bytes }, now);
}

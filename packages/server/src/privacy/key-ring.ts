import type { KeyId, PersonId } from "@entobot/contract/ids";
import type { Queryable } from "../store/queryable.ts";

/** Where a ciphertext stands. All of it is associated data: moved elsewhere, it does not open. */
export interface Place {
  readonly table: string;
  readonly row: string;
  readonly column: string;
}

/** AES-256-GCM (NIST SP 800-38D): `keyId` names the person's key, `bytes` is nonce(12) ‖ ciphertext ‖ tag(16). */
export interface Sealed {
  readonly keyId: KeyId;
  readonly bytes: Buffer;
}

/** Whose key: a person's, or the server's own for what belongs to nobody (strangers' addresses, stored replies). */
export type KeyOwner = PersonId | "server";

/**
 * Keys per person, wrapped by the master key. `open` throws one uniform Failure("internal") whatever was wrong, and
 * answers null when the key was destroyed (erased). Unwrapped keys are kept in a bounded memory cache.
 */
export interface KeyRing {
  /** Loads or makes the owner's current key; call before `seal` in the same transaction where the person is new. */
  prepare(db: Queryable, owner: KeyOwner): Promise<void>;
  seal(owner: KeyOwner, place: Place, plain: Buffer | string): Promise<Sealed>;
  open(owner: KeyOwner, place: Place, sealed: Sealed): Promise<Buffer | null>;
  /** HMAC-SHA-256 under the owner's key: equal for equal content, and worthless without the key. */
  digest(owner: KeyOwner, purpose: string, content: string): Promise<Buffer>;
  /** Throws Failure("configuration") when the database holds keys that another master key wrapped. Call at start, before anything is sealed. */
  assertMasterKey(db: Queryable): Promise<void>;
}

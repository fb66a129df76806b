import type { KeyId } from "@entobot/contract/ids";
import type { ReadyKey } from "../crypto/aead.ts";
import type { Clock } from "../pure/clock.ts";
import type { KeyOwner } from "./key-ring.ts";

export interface OpenKey {
  readonly keyId: KeyId;
  readonly owner: KeyOwner;
  readonly key: Buffer;
  /** The same, made ready for the cipher. */
  readonly ready: ReadyKey;
  readonly wrapped: Buffer | null;
  /** Derived at first use. */
  digesting?: Buffer;
}

interface Held {
  readonly open: OpenKey;
  /** Made or read inside a transaction that may still be rolled back. */
  readonly provisional: boolean;
  readonly at: number;
}

/** Longer than any transaction may idle (store/database.ts), so an entry that was rolled back is not believed for ever. */
const provisionalMs = 60_000;

/** Unwrapped keys, least recently used first out. A key leaves memory as a whole: by id and by owner. */
export class KeyCache {
  readonly #size: number;
  readonly #clock: Clock;
  readonly #byId = new Map<KeyId, Held>();
  readonly #currentOf = new Map<KeyOwner, KeyId>();

  constructor(size: number, clock: Clock) {
    this.#size = size;
    this.#clock = clock;
  }

  byId(keyId: KeyId): OpenKey | undefined {
    return this.#use(keyId)?.open;
  }

  current(owner: KeyOwner): { open: OpenKey; provisional: boolean } | undefined {
    const keyId = this.#currentOf.get(owner);
    return keyId === undefined ? undefined : this.#use(keyId);
  }

  keep(open: OpenKey, provisional: boolean): OpenKey {
    const before = this.#byId.get(open.keyId);
    const held = { open: before?.open ?? open, provisional, at: this.#clock() };
    this.#byId.delete(open.keyId);
    this.#byId.set(open.keyId, held);
    // The unique index lets an owner have one living key only, so whatever opens is the current one.
    this.#currentOf.set(open.owner, open.keyId);
    for (const [keyId] of this.#byId) {
      if (this.#byId.size <= this.#size) break;
      this.#drop(keyId);
    }
    return held.open;
  }

  #use(keyId: KeyId): Held | undefined {
    const held = this.#byId.get(keyId);
    if (!held) return undefined;
    if (held.provisional && this.#clock() - held.at > provisionalMs) {
      this.#drop(keyId);
      return undefined;
    }
    this.#byId.delete(keyId);
    this.#byId.set(keyId, held);
    return held;
  }

  #drop(keyId: KeyId): void {
    const owner = this.#byId.get(keyId)?.open.owner;
    this.#byId.delete(keyId);
    if (owner !== undefined && this.#currentOf.get(owner) === keyId) this.#currentOf.delete(owner);
  }
}

import type { KeyId } from "@entobot/contract/ids";
import { associate, decrypt, encrypt, keyBytes, nonceBytes, readyKey } from "../crypto/aead.ts";
import { deriveKey, deriveMasterKey, keyedDigest, unwrapKey, wrapKey } from "../crypto/key-wrap.ts";
import type { NewId, Random } from "../crypto/new-id.ts";
import { type Clock, timestamp } from "../pure/clock.ts";
import { Failure } from "../pure/failure.ts";
import { isTransaction, type Queryable } from "../store/queryable.ts";
import { KeyCache, type OpenKey } from "./key-cache.ts";
import type { KeyOwner, KeyRing, Place } from "./key-ring.ts";
import { findCurrentKey, findForeignMasterKeys, findKey, insertKey, type KeyRow } from "./key-store.ts";

export interface KeyRingDeps {
  /** 32 random bytes. */
  readonly masterKey: Buffer;
  /** Where keys are looked up when nobody prepared them. */
  readonly database: Queryable;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly random: Random;
  /** How many unwrapped keys stay in memory. */
  readonly cacheSize?: number;
}

/** One answer to everything that does not open: moved, cut, flipped, somebody else's, under another key. */
const unopened = () => new Failure("internal", { detail: "sealed content did not open" });

export function createKeyRing(deps: KeyRingDeps): KeyRing {
  const master = deriveMasterKey(deps.masterKey);
  const cache = new KeyCache(deps.cacheSize ?? 10_000, deps.clock);

  function unwrap(row: KeyRow): OpenKey {
    const key = row.wrapped && unwrapKey(master, row.key_id, row.owner, row.wrapped);
    if (!key) throw unopened();
    return { keyId: row.key_id, owner: row.owner, key, ready: readyKey(key), wrapped: row.wrapped };
  }

  function make(owner: KeyOwner): OpenKey {
    const keyId = deps.newId<KeyId>("key");
    const key = deps.random(keyBytes);
    return {
      keyId,
      owner,
      key,
      ready: readyKey(key),
      wrapped: wrapKey(master, deps.random(nonceBytes), keyId, owner, key),
    };
  }

  /** A key made inside a transaction may vanish with it: it is kept only for a while, and the same key is offered again. */
  async function obtain(db: Queryable, owner: KeyOwner): Promise<OpenKey> {
    const known = cache.current(owner);
    if (known && !known.provisional) return known.open;
    const found = await findCurrentKey(db, owner);
    if (found) return cache.keep(unwrap(found), isTransaction(db));
    const offered = known?.open ?? make(owner);
    const row = {
      key_id: offered.keyId,
      owner,
      wrapped: offered.wrapped,
      master_key_id: master.id,
    };
    if (await insertKey(db, row, timestamp(deps.clock()))) return cache.keep(offered, isTransaction(db));
    const winner = await findCurrentKey(db, owner);
    if (!winner) throw new Failure("internal", { detail: "a person's key was destroyed while it was made" });
    return cache.keep(unwrap(winner), isTransaction(db));
  }

  async function current(owner: KeyOwner): Promise<OpenKey> {
    return cache.current(owner)?.open ?? obtain(deps.database, owner);
  }

  return {
    async prepare(db, owner) {
      await obtain(db, owner);
    },
    async seal(owner, place, plain) {
      const { keyId, ready } = await current(owner);
      const content = typeof plain === "string" ? Buffer.from(plain, "utf8") : plain;
      const bytes = encrypt(ready, deps.random(nonceBytes), standsAt(place, owner, keyId), content);
      return { keyId, bytes };
    },
    async open(owner, place, sealed) {
      let held = cache.byId(sealed.keyId);
      if (!held) {
        const row = await findKey(deps.database, sealed.keyId);
        if (!row) throw unopened();
        if (row.owner === owner && row.wrapped === null) return null;
        held = cache.keep(unwrap(row), false);
      }
      if (held.owner !== owner) throw unopened();
      const plain = decrypt(held.ready, standsAt(place, owner, sealed.keyId), sealed.bytes);
      if (!plain) throw unopened();
      return plain;
    },
    async digest(owner, purpose, content) {
      const held = await current(owner);
      held.digesting ??= deriveKey(held.key, "entobot/person-key/digest");
      return keyedDigest(held.digesting, purpose, content);
    },
    async assertMasterKey(db) {
      const foreign = await findForeignMasterKeys(db, master.id);
      if (foreign === 0) return;
      throw new Failure("configuration", {
        text:
          `The master key is not the one that sealed this database (${foreign} keys were wrapped by another). ` +
          "Give the right one as ENTOBOT_MASTER_KEY or put its file back; a new one would make every conversation unreadable.",
      });
    },
  };
}

const standsAt = (place: Place, owner: KeyOwner, keyId: KeyId) =>
  associate("entobot/sealed/v1", place.table, place.row, place.column, owner, keyId);

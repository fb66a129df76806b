import { randomBytes } from "node:crypto";
import { createNewId } from "../../src/crypto/new-id.ts";
import { systemRandom } from "../../src/crypto/random.ts";
import { createKeyRing, type KeyRing } from "../../src/privacy/index.ts";
import type { Queryable } from "../../src/store/queryable.ts";

export const newId = createNewId(Date.now, systemRandom);

export function testKeyRing(
  database: Queryable,
  masterKey = randomBytes(32),
  cacheSize = 1000,
  clock = Date.now,
): KeyRing {
  return createKeyRing({ masterKey, database, clock, newId, random: systemRandom, cacheSize });
}

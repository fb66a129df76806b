import type { IdPrefix } from "@entobot/contract/ids";

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/** Fills the bytes with randomness. `compose` gives the real one; tests may give a repeatable one. */
export type Random = (bytes: number) => Buffer;

export type NewId = <Id extends string>(prefix: IdPrefix) => Id;

/**
 * Ids in the ULID layout: 48 bits of milliseconds, 80 bits of randomness, Crockford base32. Time order keeps
 * index pages warm; nothing may be read out of an id.
 */
export function createNewId(clock: () => number, random: Random): NewId {
  return <Id extends string>(prefix: IdPrefix): Id => {
    let time = clock();
    let text = "";
    for (let i = 0; i < 10; i++) {
      text = alphabet[time % 32] + text;
      time = Math.floor(time / 32);
    }
    for (const byte of random(16)) text += alphabet[byte & 31];
    return `${prefix}_${text}` as Id;
  };
}

import type { Random } from "../crypto/new-id.ts";
import type { Passwords } from "../crypto/password.ts";
import { systemRandom } from "../crypto/random.ts";
import type { Clock } from "../pure/clock.ts";

/** What tests must be able to replace. Everything else is made inside. */
export interface Inputs {
  readonly clock: Clock;
  readonly random: Random;
  /** Tests hash at a lower cost; absent: argon2id as the guide wants it. */
  readonly passwords?: Passwords;
}

export const systemInputs: Inputs = { clock: Date.now, random: systemRandom };

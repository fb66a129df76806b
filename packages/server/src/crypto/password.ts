import { argon2 } from "node:crypto";
import { equalBytes } from "./constant-time.ts";
import type { Random } from "./new-id.ts";
import { createPasswordGate } from "./password-gate.ts";

/** Memory in KiB, passes, lanes (RFC 9106 §4, the second recommended choice with one lane). */
export interface PasswordCost {
  readonly memory: number;
  readonly passes: number;
}
const productCost: PasswordCost = { memory: 64 * 1024, passes: 3 };

export interface Passwords {
  /** A PHC string with a salt of its own. Throws `busy` when too many wait. */
  hash(password: string): Promise<string>;
  /** Without a stored hash it does the same work and answers false: nobody learns who has an account. */
  verify(password: string, stored: string | null): Promise<boolean>;
}

export function createPasswords(random: Random, cost: PasswordCost = productCost): Passwords {
  const gate = createPasswordGate({ running: 2, waiting: 16 });
  const nobody = format(cost, random(16), random(32));
  return {
    async hash(password) {
      const salt = random(16);
      return format(cost, salt, await gate(() => derive(password, salt, cost, 32)));
    },
    async verify(password, stored) {
      const { salt, key, cost: storedCost } = parse(stored ?? nobody);
      const derived = await gate(() => derive(password, salt, storedCost, key.length));
      return equalBytes(derived, key) && stored !== null;
    },
  };
}

/** NFKC first (NIST SP 800-63B-4 §3.1.1.2): the same password typed on another keyboard gives the same bytes. */
function derive(password: string, nonce: Buffer, cost: PasswordCost, tagLength: number): Promise<Buffer> {
  const message = Buffer.from(password.normalize("NFKC"));
  const parameters = { message, nonce, parallelism: 1, tagLength, ...cost };
  return new Promise((resolve, reject) => {
    argon2("argon2id", parameters, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

const phc = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=1\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})$/;
const base64 = (bytes: Buffer) => bytes.toString("base64").replace(/=+$/, "");

function format({ memory, passes }: PasswordCost, salt: Buffer, key: Buffer): string {
  return `$argon2id$v=19$m=${memory},t=${passes},p=1$${base64(salt)}$${base64(key)}`;
}

function parse(stored: string): { cost: PasswordCost; salt: Buffer; key: Buffer } {
  const [, memory, passes, salt, key] = phc.exec(stored) ?? [];
  if (!salt || !key) throw new Error("a stored password hash is not a PHC string of argon2id");
  return {
    cost: { memory: Number(memory), passes: Number(passes) },
    salt: Buffer.from(salt, "base64"),
    key: Buffer.from(key, "base64"),
  };
}

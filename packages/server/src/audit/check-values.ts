import type { Personal } from "@entobot/contract/audit";
import { isCommitment, opens } from "../crypto/commitment.ts";

export interface Commitments {
  readonly ip: string | null;
  readonly details: { readonly [name: string]: unknown };
}

/**
 * Checks what is printed beside a record against the commitments in it. Answers what is wrong, or null. Values may be
 * missing (erased); values without a commitment, or others than were committed to, may not be there.
 */
export function checkValues(record: Commitments, personal: Personal): string | null {
  for (const [path, { value, salt }] of Object.entries(personal)) {
    const commitment = commitmentAt(record, path);
    if (!isCommitment(commitment)) return `a value at ${path} that the record does not commit to`;
    const bytes = Buffer.from(salt, "base64url");
    if (bytes.toString("base64url") !== salt || !opens(commitment, value, bytes)) {
      return `the value at ${path} is not the one that was recorded`;
    }
  }
  return null;
}

/** How many commitments have no value beside them. */
export function countErased(record: Commitments, personal: Personal): number {
  const paths = ["ip", ...Object.keys(record.details).map((name) => `details.${name}`)];
  return paths.filter((path) => isCommitment(commitmentAt(record, path)) && !Object.hasOwn(personal, path))
    .length;
}

function commitmentAt(record: Commitments, path: string): unknown {
  if (path === "ip") return record.ip;
  const name = /^details\.(.+)$/s.exec(path)?.[1];
  return name !== undefined && Object.hasOwn(record.details, name) ? record.details[name] : undefined;
}

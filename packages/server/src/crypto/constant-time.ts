import { timingSafeEqual } from "node:crypto";

/** Equal bytes? Takes as long for a wrong first byte as for a wrong last one. Lengths are not secret here: all are digests. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

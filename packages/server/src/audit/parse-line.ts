import { Personal } from "@entobot/contract/audit";
import { z } from "zod";
import { canonicalJson } from "../crypto/canonical-json.ts";
import { sha256Hex } from "../crypto/hash.ts";
import type { JsonObject } from "../pure/json.ts";

const hex = z.string().regex(/^[0-9a-f]{64}$/);

/** The form of a line, without the lists of today's names: a file outlives them. */
const Line = z.strictObject({
  v: z.literal(1),
  ts: z.string(),
  seq: z.int().positive(),
  event: z.string(),
  outcome: z.string(),
  severity: z.string(),
  actor: z.string(),
  device: z.string().nullable(),
  ip: z.string().nullable(),
  target: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
  prev: hex,
  personal: Personal.optional(),
  hash: hex,
});
export type Line = z.infer<typeof Line>;

/** The record in a line, its hash checked, or what is wrong with it. */
export function parseLine(text: string): Line | { readonly wrong: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { wrong: "The line is not JSON." };
  }
  if (!Line.safeParse(value).success) return { wrong: "The line has not the form of a record." };
  // What was read and not what the schema made of it: it leaves out a member named `__proto__`, which is hashed.
  const line = value as Line;
  const { hash, personal: _, ...body } = line;
  if (!hashes(body as JsonObject, hash)) return { wrong: "The record was changed: its hash is another." };
  return line;
}

function hashes(body: JsonObject, hash: string): boolean {
  try {
    return sha256Hex(canonicalJson(body)) === hash;
  } catch {
    return false;
  }
}

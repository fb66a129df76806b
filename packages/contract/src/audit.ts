import { z } from "zod";
import { AuditEventName, AuditOutcome, AuditSeverity } from "./audit-events.ts";
import { limits } from "./limits.ts";
import { Timestamp } from "./text.ts";

/**
 * The hashed part of a record. `ip` and members of `details` that name a person are commitments,
 * `"c:" + base64url(SHA-256(salt ‖ value))`; their values stand in `personal`, outside the hash.
 */
export const RecordBody = z.object({
  v: z.literal(1),
  ts: Timestamp,
  seq: z.int().positive(),
  event: AuditEventName,
  outcome: AuditOutcome,
  severity: AuditSeverity,
  actor: z.string(),
  device: z.string().nullable(),
  ip: z.string().nullable(),
  target: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
  prev: z.string(),
});
export type RecordBody = z.infer<typeof RecordBody>;

/** Path of the commitment (`ip`, `details.email`) → the value and the salt (base64url) that open it. */
export const Personal = z.record(z.string(), z.object({ value: z.string(), salt: z.string() }));
export type Personal = z.infer<typeof Personal>;

/** One line of `audit.log`, one item of a search. `personal` is empty once erased. */
export const AuditRecord = RecordBody.extend({ personal: Personal.optional(), hash: z.string() });
export type AuditRecord = z.infer<typeof AuditRecord>;

export const AuditQuery = z.strictObject({
  event: AuditEventName.optional(),
  outcome: AuditOutcome.optional(),
  actor: z.string().max(64).optional(),
  device: z.string().max(64).optional(),
  target: z.string().max(64).optional(),
  /** A person's or a device's whole story: as actor, device or target. */
  about: z.string().max(64).optional(),
  since: Timestamp.optional(),
  until: Timestamp.optional(),
  /** Begin with the record of this number and go back. */
  from: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
  cursor: z.string().max(512).optional(),
  limit: z.coerce.number().int().min(1).max(limits.pageSize).default(50),
});
export type AuditQuery = z.infer<typeof AuditQuery>;

export const AuditHead = z.object({ seq: z.int().nonnegative(), hash: z.string(), head: z.string() });
export type AuditHead = z.infer<typeof AuditHead>;

export const VerifyReport = z.object({
  ok: z.boolean(),
  checked: z.int().nonnegative(),
  first: z.int().nonnegative(),
  head: z.string(),
  /** The first bad record: its number (or the line of a file) and what is wrong with it. */
  fault: z.object({ seq: z.int().nullable(), line: z.int().nullable(), what: z.string() }).nullable(),
  /** What this run could not see, in words (a cut tail without a saved head, erased values). */
  not_checked: z.array(z.string()),
  took_ms: z.number(),
  at: Timestamp,
});
export type VerifyReport = z.infer<typeof VerifyReport>;

/** `head`: a saved `SEQ:HASH`, without which a cut tail cannot be seen. */
export const VerifyRequest = z
  .strictObject({
    head: z
      .string()
      .regex(/^[0-9]{1,15}:[0-9a-f]{64}$/, "expected SEQ:HASH")
      .exactOptional(),
  })
  .default({});
export type VerifyRequest = z.infer<typeof VerifyRequest>;

export const ExportQuery = z.strictObject({ after: z.coerce.number().int().min(0).default(0) });

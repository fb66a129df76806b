import { z } from "zod";
import { errorCodes } from "./error-codes.ts";
import { Timestamp } from "./text.ts";

/** The three listeners. Frames belong to the mobile channel, whichever of them carries the socket. */
export const edgeDoors = ["rest", "mobile", "web"] as const;
export const EdgeDoor = z.enum(edgeDoors);
export type EdgeDoor = z.infer<typeof EdgeDoor>;

/** Why something was turned away: a failure's code, or a word for what never became a request. */
export const edgeReasons = [...errorCodes, "not_http", "tls_failed", "too_many_connections"] as const;
export const EdgeReason = z.enum(edgeReasons);
export type EdgeReason = z.infer<typeof EdgeReason>;

const count = z.int().nonnegative();

/** The one pair that all TLS listeners share. Where its key is kept is nobody's business here. */
export const EdgeCertificate = z.object({
  doors: z.array(EdgeDoor),
  names: z.array(z.string()),
  issuer: z.string(),
  key_kind: z.string(),
  fingerprint: z.string(),
  chain_file: z.string(),
  not_before: Timestamp,
  not_after: Timestamp,
  /** Whole days; negative after the end. */
  days_left: z.int(),
  loaded_at: Timestamp,
  /** Since when other files stand there that are not served; null while what stands there is served. */
  refused_since: Timestamp.nullable(),
});
export type EdgeCertificate = z.infer<typeof EdgeCertificate>;

/** What the doors refused in the last hour, and what guards them. Counted in memory: a restart begins anew. */
export const EdgeView = z.object({
  since: Timestamp,
  at: Timestamp,
  /** Sixty, the oldest first; the last one is not over yet. */
  minutes: z.array(z.object({ at: Timestamp, counts: z.partialRecord(EdgeReason, count) })),
  /** The most frequent first. */
  places: z.array(z.object({ door: EdgeDoor, reason: EdgeReason, count })),
  /** The twenty most frequent, IPv6 as its /64. Of a flood from very many, `count` is what was seen at least. */
  addresses: z.array(z.object({ address: z.string(), count, last_at: Timestamp, reason: EdgeReason })),
  certificates: z.array(EdgeCertificate),
  enforced: z.object({
    allow_list: z.boolean(),
    rate_limit: z.boolean(),
    tls: z.record(EdgeDoor, z.boolean()),
  }),
  /** Where the one who asks comes from, as the allow-list sees it. */
  your_address: z.string().nullable(),
});
export type EdgeView = z.infer<typeof EdgeView>;

/** Somebody who is locked out now. `subject`: an address (IPv6: its /64), or the e-mail address that was tried. */
export const LockoutView = z.object({
  id: z.string(),
  kind: z.enum(["address", "account"]),
  subject: z.string(),
  /** How often in a row. */
  level: z.int().positive(),
  started_at: Timestamp,
  until: Timestamp,
});
export type LockoutView = z.infer<typeof LockoutView>;

export const LockoutList = z.object({ items: z.array(LockoutView) });
export type LockoutList = z.infer<typeof LockoutList>;

export const ReleaseLockout = z.strictObject({
  id: z.string().regex(/^(?:address|account):[0-9a-f]{64}$/, "expected the id of a lockout"),
});
export type ReleaseLockout = z.infer<typeof ReleaseLockout>;

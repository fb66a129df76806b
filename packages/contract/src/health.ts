import { z } from "zod";
import { Timestamp } from "./text.ts";

/** Public: what a load balancer needs and nothing that helps a stranger. */
export const Health = z.object({
  status: z.enum(["ok", "degraded", "starting", "stopping"]),
  service: z.literal("entobot"),
});
export type Health = z.infer<typeof Health>;

export const Notice = z.object({ level: z.enum(["info", "warning"]), code: z.string(), text: z.string() });
export type Notice = z.infer<typeof Notice>;

/** For people with `status.read`. */
export const Status = Health.extend({
  version: z.string(),
  started_at: Timestamp,
  database: z.object({
    kind: z.enum(["embedded", "external"]),
    version: z.string(),
    record_protection: z.string(),
  }),
  connections: z.int().nonnegative(),
  turns_running: z.int().nonnegative(),
  people: z.int().nonnegative(),
  devices: z.int().nonnegative(),
  record: z.object({
    head: z.string(),
    last_verified_at: Timestamp.nullable(),
    last_verified_ok: z.boolean().nullable(),
  }),
  default_model: z.string(),
  /** Everything that is less than it could be, said plainly: not yet enforced keys, generated master key, open listeners. */
  notices: z.array(Notice),
});
export type Status = z.infer<typeof Status>;

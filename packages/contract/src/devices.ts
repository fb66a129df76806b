import { z } from "zod";
import { DeviceId, PersonId, SessionId } from "./ids.ts";
import { limits } from "./limits.ts";
import { Flag, PageQuery } from "./pages.ts";
import { line, Timestamp } from "./text.ts";

export const Device = z.object({
  device_id: DeviceId,
  device_name: z.string(),
  platform: z.string(),
  user_id: PersonId,
  user_email: z.string(),
  has_key: z.boolean(),
  paired_at: Timestamp,
  last_seen_at: Timestamp.nullable(),
  connected: z.boolean(),
});
export type Device = z.infer<typeof Device>;

export const ChangeDevice = z.strictObject({ device_name: line(limits.deviceNameCharacters) });
export type ChangeDevice = z.infer<typeof ChangeDevice>;

/** Whoever holds a lost device may hold a signed-in browser on it, which could pair it again. */
export const RemoveDeviceQuery = z.strictObject({ browsers: Flag.default(false) });

export const Session = z.object({
  session_id: SessionId,
  user_id: PersonId,
  user_email: z.string(),
  kind: z.enum(["browser", "device"]),
  device_id: DeviceId.nullable(),
  created_at: Timestamp,
  last_seen_at: Timestamp.nullable(),
  expires_at: Timestamp,
  current: z.boolean(),
});
export type Session = z.infer<typeof Session>;

/** One's own; with `all` everybody's, with `user` one person's, both only with the permission to read all. */
export const OwnedQuery = PageQuery.extend({ all: Flag.exactOptional(), user: PersonId.exactOptional() });
export type OwnedQuery = z.infer<typeof OwnedQuery>;

import { z } from "zod";

/**
 * Every id is a prefix that names its kind, an underscore and 26 characters of Crockford base32
 * (time-ordered, ULID layout). Ids are opaque: nothing may be derived from one.
 */
function id<Prefix extends string>(prefix: Prefix) {
  return z
    .string()
    .regex(new RegExp(`^${prefix}_[0-9a-hjkmnp-tv-z]{26}$`), `expected an id that begins with ${prefix}_`)
    .brand<Prefix>();
}

export const PersonId = id("usr");
export const DeviceId = id("dev");
export const SessionId = id("ses");
export const ConversationId = id("cnv");
export const MessageId = id("msg");
export const EventId = id("evt");
export const RequestId = id("req");
export const KeyId = id("key");
export const PairingId = id("pai");
export const LinkId = id("lnk");
export const AlertId = id("alr");

export type PersonId = z.infer<typeof PersonId>;
export type DeviceId = z.infer<typeof DeviceId>;
export type SessionId = z.infer<typeof SessionId>;
export type ConversationId = z.infer<typeof ConversationId>;
export type MessageId = z.infer<typeof MessageId>;
export type EventId = z.infer<typeof EventId>;
export type RequestId = z.infer<typeof RequestId>;
export type KeyId = z.infer<typeof KeyId>;
export type PairingId = z.infer<typeof PairingId>;
export type LinkId = z.infer<typeof LinkId>;
export type AlertId = z.infer<typeof AlertId>;

export type IdPrefix = "usr" | "dev" | "ses" | "cnv" | "msg" | "evt" | "req" | "key" | "pai" | "lnk" | "alr";

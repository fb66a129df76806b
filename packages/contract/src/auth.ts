import { z } from "zod";
import { DeviceId, PersonId, SessionId } from "./ids.ts";
import { limits } from "./limits.ts";
import { Self } from "./people.ts";
import { Permission } from "./permissions.ts";
import { Email, line, Password, Timestamp, UnixSeconds } from "./text.ts";

/** A secret of ours in a URL or a frame: base64url, 43 characters for 256 bits. Bounded before any work. */
export const Secret = z.string().min(1).max(512);

export const ClaimRequest = z.strictObject({
  token: Secret,
  email: Email,
  name: line(limits.nameCharacters).optional(),
  password: Password,
});
export type ClaimRequest = z.infer<typeof ClaimRequest>;

/** A wrong password may be of any length: whoever knows it is too short must not learn more than "wrong". */
export const SignInRequest = z.strictObject({
  email: z.string().min(1).max(limits.emailCharacters),
  password: z.string().min(1).max(limits.passwordCharactersMax),
});
export type SignInRequest = z.infer<typeof SignInRequest>;

export const SetPasswordRequest = z.strictObject({ token: Secret, password: Password });
export const ChangePasswordRequest = z.strictObject({
  current_password: z.string().min(1).max(limits.passwordCharactersMax),
  new_password: Password,
});

/** `csrf_token` goes into the `X-CSRF-Token` header of every state-changing request of a cookie session. */
export const SessionView = z.object({
  user: Self,
  session_id: SessionId,
  device_id: DeviceId.nullable(),
  permissions: z.array(Permission),
  csrf_token: z.string().nullable(),
  expires_at: Timestamp,
  organization_name: z.string(),
  /** Who was only ever paired has none. */
  has_password: z.boolean(),
});
export type SessionView = z.infer<typeof SessionView>;

/** The original app sends a string, the original tests an object; unknown members are dropped. */
export const DeviceInfo = z.union([
  z.string().max(1000),
  z.object({
    device_name: z.string().max(1000).optional(),
    platform: z.string().max(200).optional(),
    app_version: z.string().max(200).optional(),
  }),
]);
export type DeviceInfo = z.infer<typeof DeviceInfo>;

/** Public key of the device, RFC 7517: P-256 or Ed25519, public members only. */
export const DevicePublicKey = z.union([
  z.strictObject({
    kty: z.literal("EC"),
    crv: z.literal("P-256"),
    x: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
    y: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  }),
  z.strictObject({
    kty: z.literal("OKP"),
    crv: z.literal("Ed25519"),
    x: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  }),
]);
export type DevicePublicKey = z.infer<typeof DevicePublicKey>;

export const PairRequest = z.object({
  session_id: z.string().min(1).max(128),
  temp_token: Secret,
  device_info: DeviceInfo.default({}),
  public_key: DevicePublicKey.optional(),
});
export type PairRequest = z.infer<typeof PairRequest>;

export const DeviceCredentials = z.object({
  jwt_token: z.string(),
  refresh_token: z.string().nullable(),
  device_id: DeviceId,
  device_name: z.string(),
  user: Self,
  expires_at: UnixSeconds,
});
export type DeviceCredentials = z.infer<typeof DeviceCredentials>;

export const PairResponse = DeviceCredentials.extend({ success: z.literal(true), message: z.string() });

/**
 * `proof`: compact JWS (RFC 7515) by the device key, header `{"alg":"ES256"|"EdDSA","typ":"entobot-refresh+jwt"}`,
 * payload `{"refresh_sha256": base64url(SHA-256(refresh_token))}`. Bound to the single-use token itself, so it
 * needs no clock. Required, always, where the session registered a key.
 */
export const RefreshRequest = z.object({ refresh_token: Secret, proof: z.string().max(2048).optional() });
export type RefreshRequest = z.infer<typeof RefreshRequest>;
export const RefreshResponse = PairResponse;

export const CreatePairingRequest = z
  .strictObject({ user: z.string().max(limits.emailCharacters).optional() })
  .default({});

/** The text that a QR code carries, strict JSON with exactly these four members. */
export const PairingPayload = z.object({
  session_id: z.string(),
  websocket_url: z.string(),
  temp_token: z.string(),
  timestamp: UnixSeconds,
});
export type PairingPayload = z.infer<typeof PairingPayload>;

export const Pairing = PairingPayload.extend({
  expires_at: UnixSeconds,
  /** `<public_url>/pair#<base64url of the payload>`; null while no address reachable from a phone is configured. */
  link: z.string().nullable(),
  /** What is missing for a phone, in words; null when nothing is. */
  hint: z.string().nullable(),
  user_id: PersonId,
});
export type Pairing = z.infer<typeof Pairing>;

export const PairingState = z.object({
  session_id: z.string(),
  state: z.enum(["waiting", "awaiting_approval", "used", "expired"]),
  expires_at: UnixSeconds,
  device_id: DeviceId.nullable(),
  device_name: z.string().nullable(),
});
export type PairingState = z.infer<typeof PairingState>;

export const ClaimState = z.object({ claimed: z.boolean() });
export type ClaimState = z.infer<typeof ClaimState>;

/** What the original's clients look at, beside the status. */
export const Done = z.object({ success: z.literal(true), message: z.string() });
export type Done = z.infer<typeof Done>;

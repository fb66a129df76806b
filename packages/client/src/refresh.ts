import type { ServerFrameOf } from "@entobot/contract/frames";
import { ApiError } from "./api-error.ts";
import type { Channel } from "./channel.ts";
import type { CredentialStore, Credentials } from "./credentials.ts";
import { type DeviceKey, proveRefresh } from "./device-key.ts";

export const answerTimeoutMs = 15_000;

/** Moment of the next refresh in milliseconds since the epoch: after four fifths of the token's life. */
export function refreshAt(credentials: Credentials): number {
  const life = credentials.expiresAt - credentials.obtainedAt;
  return (credentials.obtainedAt + Math.max(0, life) * 0.8) * 1000;
}

/**
 * Exchanges the refresh token, one holder of the store at a time; who waited takes over what the other got. A lost
 * reply leaves the old token in the store, and the server answers its repeat with the same child.
 */
export function refresh(
  store: CredentialStore,
  current: Credentials,
  channel: Channel,
  now: () => number,
): Promise<Credentials> {
  return store.exclusively(async () => {
    const stored = await store.get();
    if (stored === undefined) throw new ApiError("not_authenticated", "This device was signed out here.");
    if (stored.accessToken !== current.accessToken) return stored;
    if (stored.refreshToken === null) {
      throw new ApiError("session_ended", "The session is over and cannot be prolonged. Pair again.");
    }
    const reply = await channel.request(
      {
        type: "refresh",
        refresh_token: stored.refreshToken,
        proof: await proveRefresh(stored.key, stored.refreshToken),
      },
      answerTimeoutMs,
    );
    const renewed = credentialsFrom(reply, stored.websocketUrl, stored.key, now);
    await store.set(renewed);
    return renewed;
  });
}

/** What `pair` and `refresh` are answered with. */
export function credentialsFrom(
  reply: { readonly type: string },
  websocketUrl: string,
  key: DeviceKey,
  now: () => number,
): Credentials {
  const frame = reply as ServerFrameOf<"auth_success">;
  if (reply.type !== "auth_success" || typeof frame.jwt_token !== "string") {
    throw new ApiError("internal", "The server's answer holds no credentials.");
  }
  return {
    websocketUrl,
    accessToken: frame.jwt_token,
    refreshToken: frame.refresh_token ?? null,
    expiresAt: frame.expires_at,
    obtainedAt: Math.floor(now() / 1000),
    deviceId: frame.device_id,
    deviceName: frame.device_name,
    user: frame.user,
    key,
  };
}

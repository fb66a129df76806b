import type { DeviceCredentials } from "@entobot/contract/auth";
import type { DeviceId, PersonId, SessionId } from "@entobot/contract/ids";
import type { Self } from "@entobot/contract/people";
import { unixSeconds } from "../pure/clock.ts";
import type { Tools } from "./deps.ts";

/** What a device gets on pairing and on refresh: an access token that never outlives its session, and what renews it. */
export async function issueCredentials(
  { clock, settings, accessTokens }: Tools,
  held: {
    user: Self & { id: PersonId };
    device: { id: DeviceId; name: string };
    session: { id: SessionId; expiresAt: number };
    refreshToken: string | null;
  },
): Promise<DeviceCredentials> {
  const expiresAt = Math.min(clock() + settings().jwtExpiryMs, held.session.expiresAt);
  const { id: deviceId, name: deviceName } = held.device;
  const subject = { sessionId: held.session.id, personId: held.user.id, deviceId, deviceName };
  return {
    jwt_token: await accessTokens.issue({ ...subject, expiresAt }),
    refresh_token: held.refreshToken,
    device_id: deviceId,
    device_name: deviceName,
    user: held.user,
    expires_at: unixSeconds(expiresAt),
  };
}

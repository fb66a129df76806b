import { AuthFrame } from "@entobot/contract/frames";
import { unixSeconds } from "../../pure/clock.ts";
import { Failure, isFailure } from "../../pure/failure.ts";
import { echo, frameRoute } from "../frame.ts";
import { signInBy } from "../sign-in.ts";

export const authFrame = frameRoute({
  type: "auth",
  access: "public",
  rateClass: "normal",
  schema: AuthFrame,
  missing: { members: ["jwt_token"], text: "Missing jwt_token" },
  async handler({ frame, phone, deps }) {
    const again = phone.signedIn !== null;
    const { principal, expiresAt, call } = await signInBy(frame.jwt_token, phone, deps, (person) => {
      // On a socket that is signed in already, the door has counted it.
      if (!again) deps.limits.chargePerson(person, "frame.auth");
    }).catch((error: unknown) => {
      if (!isFailure(error, "invalid_credentials")) throw error;
      throw new Failure("invalid_credentials", { text: "Invalid or expired JWT token", cause: error });
    });
    const { personId, email, name, role, deviceId, deviceName } = principal;
    if (deviceId === null) throw new Failure("invalid_credentials", { text: "Invalid or expired JWT token" });
    if (!again) await deps.audit.noted(call, { event: "auth_succeeded", details: { method: "token" } });
    phone.send({
      type: "auth_success",
      ...echo(frame.id),
      device_id: deviceId,
      device_name: deviceName ?? "",
      user: { id: personId, email, name, role },
      expires_at: unixSeconds(expiresAt),
      message: "Authentication successful",
    });
  },
});

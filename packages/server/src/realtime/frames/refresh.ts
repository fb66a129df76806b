import { RefreshFrame } from "@entobot/contract/frames";
import { echo, frameRoute } from "../frame.ts";
import { signInBy, successFrame } from "../sign-in.ts";

/** Also the way in for a phone whose access token ran out while it slept. */
export const refreshFrame = frameRoute({
  type: "refresh",
  access: "public",
  rateClass: "credential",
  schema: RefreshFrame,
  missing: { members: ["refresh_token"], text: "Missing refresh_token" },
  async handler({ frame, call, phone, deps }) {
    const { type: _type, id, ...request } = frame;
    const credentials = await deps.identity.pairing.refresh(call, request);
    await signInBy(credentials.jwt_token, phone, deps);
    phone.send(successFrame(credentials, "Token refreshed successfully", echo(id)));
  },
});

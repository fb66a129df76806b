import { PairFrame } from "@entobot/contract/frames";
import { Failure } from "../../pure/failure.ts";
import { echo, frameRoute } from "../frame.ts";
import { signInBy, successFrame } from "../sign-in.ts";

/** After this long the original's app, which takes the first answer for something else, is told once more. */
const secondTellingMs = 250;

export const pairFrame = frameRoute({
  type: "pair",
  access: "public",
  rateClass: "credential",
  schema: PairFrame,
  missing: { members: ["session_id", "temp_token"], text: "Missing session_id or temp_token" },
  async handler({ frame, call, phone, deps }) {
    if (phone.signedIn) throw new Failure("conflict", { text: "This connection is signed in already." });
    const { type: _type, id, ...request } = frame;
    const credentials = await deps.identity.pairing.redeem(call, request);
    await signInBy(credentials.jwt_token, phone, deps);
    const success = successFrame(credentials, "Pairing successful", echo(id));
    phone.send(success);
    if (typeof request.device_info === "string") {
      setTimeout(() => phone.send(success), secondTellingMs).unref();
    }
  },
});

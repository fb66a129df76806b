import { PingFrame } from "@entobot/contract/frames";
import { echo, frameRoute } from "../frame.ts";

/** Allowed before authentication, as the original did; it does not move the deadline. */
export const pingFrame = frameRoute({
  type: "ping",
  access: "public",
  rateClass: "free",
  schema: PingFrame,
  handler({ frame, phone }) {
    phone.send({ type: "pong", ...echo(frame.id) });
  },
});

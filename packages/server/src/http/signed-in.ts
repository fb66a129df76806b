import type { SessionView } from "@entobot/contract/auth";
import type { SignedIn } from "../identity/index.ts";
import type { HttpDeps } from "./deps.ts";
import type { Asked } from "./route.ts";
import { setCookie } from "./session-cookie.ts";
import { sessionView } from "./session-view.ts";

/** The end of every way to sign in with a browser: the secret goes into the cookie and nowhere else. */
export function signedIn(
  asked: Pick<Asked<unknown, unknown, unknown>, "secure" | "setHeader">,
  session: SignedIn,
  { clock, organizationName }: Pick<HttpDeps, "clock" | "organizationName">,
): SessionView {
  const seconds = (session.expiresAt - clock()) / 1000;
  asked.setHeader("set-cookie", setCookie(session.secret, asked.secure, seconds));
  return sessionView(session.principal, session, organizationName());
}

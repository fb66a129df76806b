import type { SessionView } from "@entobot/contract/auth";
import type { SignedIn } from "../identity/index.ts";
import type { HttpDeps } from "./deps.ts";
import type { Asked } from "./route.ts";
import { setCookie, setKnownCookie } from "./session-cookie.ts";
import { sessionView } from "./session-view.ts";

/** The end of every way to sign in with a browser: the secret goes into the cookie and nowhere else, and the browser is known from now on. */
export function signedIn(
  asked: Pick<Asked<unknown, unknown, unknown>, "secure" | "setHeader">,
  session: SignedIn,
  { clock, organizationName }: Pick<HttpDeps, "clock" | "organizationName">,
): SessionView {
  const secondsTo = (moment: number) => (moment - clock()) / 1000;
  const { secret, known } = session;
  asked.setHeader("set-cookie", [
    setCookie(secret, asked.secure, secondsTo(session.expiresAt)),
    setKnownCookie(known.mark, asked.secure, secondsTo(known.expiresAt)),
  ]);
  // By a password, or by a link that set one.
  return sessionView(session.principal, session, organizationName(), true);
}

import { Failure } from "../../pure/failure.ts";
import type { Exchange } from "../exchange.ts";
import { sessionCookies } from "../session-cookie.ts";

/** What is longer is cut, and so is no valid credential. */
const longest = 8192;

/**
 * Finds the one credential that is presented. Public routes look at none: a stale cookie must not keep somebody from
 * signing in. Two credentials at once are refused rather than ranked.
 */
export function checkCredential(exchange: Exchange): void {
  if (exchange.route?.access === "public") return;
  const { authorization, cookie } = exchange.request.headers;
  const cookies = sessionCookies(cookie, exchange.secure);
  if (cookies.length + (authorization === undefined ? 0 : 1) > 1) {
    throw new Failure("invalid_request", {
      text: "Send one credential: the session's cookie or a bearer token.",
    });
  }
  if (authorization !== undefined) {
    // Another scheme is a wrong credential, not a missing one: the entry refuses and records it.
    const bearer = /^Bearer +([\x21-\x7e]+)$/i.exec(authorization)?.[1] ?? authorization;
    exchange.credential = { bearer: bearer.slice(0, longest) };
  } else if (cookies[0]) {
    exchange.credential = { cookie: cookies[0].slice(0, longest) };
  }
}

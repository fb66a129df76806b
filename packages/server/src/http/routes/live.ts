import { type Route, route, stream } from "../route.ts";
import type { RouteDeps } from "./deps.ts";

export const liveRoutes = ({ entry, feed, identity, clock }: RouteDeps): Route[] => [
  route({
    method: "GET",
    path: "/api/v1/events",
    name: "events.watch",
    access: "status.read",
    rateClass: "normal",
    summary: "Server-sent events for the console: `status`, `pulse` and `head`. Ends with the session.",
    output: stream("text/event-stream"),
    handler: ({ call, expiresAt, signal }) => {
      const { principal } = entry.person(call);
      const session = new AbortController();
      const unwatch = identity.sessions.watch(principal.sessionId, () => session.abort());
      const expiry = setTimeout(() => session.abort(), lifeOf(expiresAt, clock()));
      const ended = AbortSignal.any([signal(), session.signal]);
      const release = () => {
        unwatch();
        clearTimeout(expiry);
      };
      ended.addEventListener("abort", release, { once: true });
      try {
        return feed.open(principal.personId, ended);
      } catch (error) {
        release();
        throw error;
      }
    },
  }),
];

/** A timer takes at most 2^31 − 1 ms; no session is meant to live longer than that. */
const lifeOf = (expiresAt: number | null, now: number) =>
  Math.min(2_147_483_647, Math.max(0, (expiresAt ?? now) - now));

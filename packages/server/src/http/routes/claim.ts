import { ClaimRequest, ClaimState, SessionView } from "@entobot/contract/auth";
import { json, type Route, route } from "../route.ts";
import { signedIn } from "../signed-in.ts";
import type { RouteDeps } from "./deps.ts";

export const claimRoutes = (deps: RouteDeps): Route[] => [
  route({
    method: "GET",
    path: "/api/v1/auth/claim-state",
    name: "claim.state",
    access: "public",
    rateClass: "free",
    summary: "Does this server have an owner yet?",
    output: json(ClaimState),
    handler: async () => ({ claimed: await deps.identity.claims.hasOwner() }),
  }),
  route({
    method: "POST",
    path: "/api/v1/auth/claim",
    name: "claim.redeem",
    access: "public",
    rateClass: "credential",
    summary: "Become the owner by the one-time link, and set a password.",
    input: { body: ClaimRequest },
    output: json(SessionView),
    handler: async (asked) => signedIn(asked, await deps.identity.claims.claim(asked.call, asked.body), deps),
  }),
];

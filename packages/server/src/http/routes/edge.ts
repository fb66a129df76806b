import { EdgeView, LockoutList, LockoutView, ReleaseLockout } from "@entobot/contract/edge";
import type { Lockout } from "../../access/index.ts";
import { timestamp } from "../../pure/clock.ts";
import { json, type Route, route } from "../route.ts";
import type { RouteDeps } from "./deps.ts";

export const edgeRoutes = ({ edge, lockouts }: RouteDeps): Route[] => [
  route({
    method: "GET",
    path: "/api/v1/edge",
    name: "edge.read",
    access: "settings.read",
    rateClass: "normal",
    summary:
      "What the doors refused in the last hour, and what guards them. Counted in memory since the start.",
    output: json(EdgeView),
    handler: ({ call }) => edge(call),
  }),
  route({
    method: "GET",
    path: "/api/v1/edge/lockouts",
    name: "lockouts.list",
    access: "settings.read",
    rateClass: "normal",
    summary: "Addresses and accounts that are locked out after failed attempts, the newest first.",
    output: json(LockoutList),
    handler: async ({ call }) => ({ items: (await lockouts.list(call)).map(shown) }),
  }),
  route({
    method: "POST",
    path: "/api/v1/edge/lockouts/release",
    name: "lockouts.release",
    access: "settings.write",
    rateClass: "normal",
    summary: "Let one of them try again. Its failures are forgotten within a second.",
    input: { body: ReleaseLockout },
    output: json(LockoutView),
    handler: async ({ call, body }) => shown(await lockouts.release(call, body.id)),
  }),
];

const shown = ({ startedAt, until, ...lockout }: Lockout) => ({
  ...lockout,
  started_at: timestamp(startedAt),
  until: timestamp(until),
});

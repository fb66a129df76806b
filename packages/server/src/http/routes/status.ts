import { Health, Status } from "@entobot/contract/health";
import { json, type Route, route } from "../route.ts";
import { sharedFor } from "../shared-for.ts";
import type { RouteDeps } from "./deps.ts";

const healthMs = 1_000;

export const statusRoutes = ({ status }: RouteDeps): Route[] => {
  const health = sharedFor(healthMs, status);
  return [
    route({
      method: "GET",
      path: "/api/health",
      name: "health.read",
      access: "public",
      rateClass: "free",
      summary: "Is the server up? For load balancers.",
      output: json(Health),
      handler: () => health(),
    }),
    route({
      method: "GET",
      path: "/api/v1/status",
      name: "status.read",
      access: "status.read",
      rateClass: "normal",
      summary: "State of the server, and everything about it that is less than it could be.",
      output: json(Status),
      handler: () => status(),
    }),
  ];
};

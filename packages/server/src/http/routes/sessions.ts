import { OwnedQuery, Session } from "@entobot/contract/devices";
import { SessionId } from "@entobot/contract/ids";
import { pageOf } from "@entobot/contract/pages";
import { z } from "zod";
import { json, nothing, type Route, route } from "../route.ts";
import type { RouteDeps } from "./deps.ts";

export const sessionRoutes = ({ identity }: RouteDeps): Route[] => [
  route({
    method: "GET",
    path: "/api/v1/sessions",
    name: "sessions.list",
    access: "sessions.own",
    rateClass: "normal",
    summary: "One's own live sessions; with the permission, everybody's.",
    input: { query: OwnedQuery },
    output: json(pageOf(Session)),
    handler: ({ call, query }) => identity.sessions.list(call, query),
  }),
  route({
    method: "DELETE",
    path: "/api/v1/sessions/:id",
    name: "sessions.revoke",
    access: "sessions.own",
    rateClass: "normal",
    summary: "End a session everywhere, at once.",
    input: { params: z.object({ id: SessionId }) },
    output: nothing,
    handler: ({ call, params }) => identity.sessions.revoke(call, params.id),
  }),
];

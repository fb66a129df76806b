import { Device, OwnedQuery } from "@entobot/contract/devices";
import { DeviceId } from "@entobot/contract/ids";
import { pageOf } from "@entobot/contract/pages";
import { z } from "zod";
import { json, nothing, type Route, route } from "../route.ts";
import type { RouteDeps } from "./deps.ts";

export const deviceRoutes = ({ identity }: RouteDeps): Route[] => [
  route({
    method: "GET",
    path: "/api/v1/devices",
    name: "devices.list",
    access: "devices.own",
    rateClass: "normal",
    summary: "One's own devices; with the permission, everybody's.",
    input: { query: OwnedQuery },
    output: json(pageOf(Device)),
    handler: ({ call, query }) => identity.devices.list(call, query),
  }),
  route({
    method: "DELETE",
    path: "/api/v1/devices/:id",
    name: "devices.remove",
    access: "devices.own",
    rateClass: "normal",
    summary: "Remove a device: its tokens die and its sockets close within a second.",
    input: { params: z.object({ id: DeviceId }) },
    output: nothing,
    handler: ({ call, params }) => identity.devices.remove(call, params.id),
  }),
];

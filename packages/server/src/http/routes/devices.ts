import { ChangeDevice, Device, OwnedQuery, RemoveDeviceQuery } from "@entobot/contract/devices";
import { DeviceId } from "@entobot/contract/ids";
import { pageOf } from "@entobot/contract/pages";
import { z } from "zod";
import { json, nothing, type Route, route } from "../route.ts";
import type { RouteDeps } from "./deps.ts";

const Params = z.object({ id: DeviceId });

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
    method: "PATCH",
    path: "/api/v1/devices/:id",
    name: "devices.rename",
    access: "devices.own",
    rateClass: "normal",
    summary: "Give a device another name.",
    input: { params: Params, body: ChangeDevice },
    output: nothing,
    handler: ({ call, params, body }) => identity.devices.rename(call, params.id, body.device_name),
  }),
  route({
    method: "DELETE",
    path: "/api/v1/devices/:id",
    name: "devices.remove",
    access: "devices.own",
    rateClass: "normal",
    summary:
      "Remove a device: its tokens die and its sockets close within a second. With `browsers` its person's browser sessions end in the same act, but the one that asks.",
    input: { params: Params, query: RemoveDeviceQuery },
    output: nothing,
    handler: ({ call, params, query }) => identity.devices.remove(call, params.id, query),
  }),
];

import { PersonId } from "@entobot/contract/ids";
import { PageQuery, pageOf } from "@entobot/contract/pages";
import { AddPerson, ChangePerson, Invitation, Person } from "@entobot/contract/people";
import { z } from "zod";
import { json, type Route, route } from "../route.ts";
import type { RouteDeps } from "./deps.ts";
import { NoBody } from "./no-body.ts";

const Params = z.object({ id: PersonId });

export const peopleRoutes = ({ identity: { people } }: RouteDeps): Route[] => [
  route({
    method: "GET",
    path: "/api/v1/users",
    name: "people.list",
    access: "people.read",
    rateClass: "normal",
    summary: "Everybody who may use this server.",
    input: { query: PageQuery },
    output: json(pageOf(Person)),
    handler: ({ call, query }) => people.list(call, query),
  }),
  route({
    method: "POST",
    path: "/api/v1/users",
    name: "people.add",
    access: "people.add",
    rateClass: "normal",
    summary: "Add a person; answers with the one-time link that sets their password.",
    status: 201,
    input: { body: AddPerson },
    output: json(Invitation),
    handler: ({ call, body }) => people.add(call, body),
  }),
  route({
    method: "GET",
    path: "/api/v1/users/:id",
    name: "people.read",
    access: "people.read",
    rateClass: "normal",
    summary: "One person.",
    input: { params: Params },
    output: json(Person),
    handler: ({ call, params }) => people.get(call, params.id),
  }),
  route({
    method: "PATCH",
    path: "/api/v1/users/:id",
    name: "people.change",
    access: "people.change",
    rateClass: "normal",
    summary: "Rename, change the role, disable or enable. Disabling ends every session at once.",
    input: { params: Params, body: ChangePerson },
    output: json(Person),
    handler: ({ call, params, body }) => people.change(call, params.id, body),
  }),
  route({
    method: "POST",
    path: "/api/v1/users/:id/invite",
    name: "people.invite",
    access: "people.add",
    rateClass: "normal",
    summary: "A new one-time link; the old one dies.",
    status: 201,
    input: { params: Params, body: NoBody },
    output: json(Invitation),
    handler: ({ call, params }) => people.invite(call, params.id),
  }),
];

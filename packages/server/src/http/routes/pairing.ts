import {
  CreatePairingRequest,
  Pairing,
  PairingState,
  PairRequest,
  PairResponse,
  RefreshRequest,
  RefreshResponse,
} from "@entobot/contract/auth";
import { z } from "zod";
import { json, nothing, type Route, route } from "../route.ts";
import type { RouteDeps } from "./deps.ts";
import { NoBody } from "./no-body.ts";

const Params = z.object({ session_id: z.string().min(1).max(128) });

export const pairingRoutes = ({ identity, entry }: RouteDeps): Route[] => [
  route({
    method: "POST",
    path: "/api/v1/auth/pair",
    name: "pairing.redeem",
    access: "public",
    rateClass: "credential",
    summary: "Pair this device with a pairing's session id and token.",
    legacyFailure: true,
    input: { body: PairRequest },
    output: json(PairResponse),
    handler: async ({ call, body }) => {
      const credentials = await identity.pairing.redeem(call, body);
      return { ...credentials, success: true as const, message: "Pairing successful" };
    },
  }),
  route({
    method: "POST",
    path: "/api/v1/auth/refresh",
    name: "token.refresh",
    access: "public",
    rateClass: "credential",
    summary: "Exchange a refresh token for new tokens. Each works once.",
    legacyFailure: true,
    input: { body: RefreshRequest },
    output: json(RefreshResponse),
    handler: async ({ call, body }) => {
      const credentials = await identity.pairing.refresh(call, body);
      return { ...credentials, success: true as const, message: "Token refreshed successfully" };
    },
  }),
  route({
    method: "POST",
    path: "/api/v1/auth/pairing/create-session",
    name: "pairing.create",
    access: "devices.own",
    rateClass: "normal",
    summary:
      "Make a pairing for oneself, or for somebody else where the rules allow it. Valid once, for 5 minutes.",
    status: 201,
    input: { body: CreatePairingRequest },
    output: json(Pairing),
    handler: ({ call, body: { user } }) => identity.pairing.create(call, user === undefined ? {} : { user }),
  }),
  route({
    method: "GET",
    path: "/api/v1/auth/pairing",
    name: "pairing.awaiting",
    access: "devices.own",
    rateClass: "normal",
    summary: "Pairings that others made for oneself and that wait for one's yes.",
    output: json(z.object({ items: z.array(PairingState) })),
    handler: async ({ call }) => ({ items: await identity.pairing.awaiting(entry.person(call)) }),
  }),
  route({
    method: "GET",
    path: "/api/v1/auth/pairing/:session_id",
    name: "pairing.read",
    access: "devices.own",
    rateClass: "normal",
    summary: "Has the pairing been used?",
    input: { params: Params },
    output: json(PairingState),
    handler: ({ call, params }) => identity.pairing.state(call, params.session_id),
  }),
  route({
    method: "POST",
    path: "/api/v1/auth/pairing/:session_id/approve",
    name: "pairing.approve",
    access: "devices.own",
    rateClass: "normal",
    summary: "Say yes to a device that somebody else made a pairing for.",
    input: { params: Params, body: NoBody },
    output: nothing,
    handler: ({ call, params }) => identity.pairing.approve(entry.person(call), params.session_id),
  }),
];

import {
  ChangeConversation,
  Conversation,
  CreateConversation,
  Message,
  MessagesQuery,
  Model,
} from "@entobot/contract/conversations";
import { ConversationId } from "@entobot/contract/ids";
import { PageQuery, pageOf } from "@entobot/contract/pages";
import { z } from "zod";
import { json, nothing, type Route, route } from "../route.ts";
import type { RouteDeps } from "./deps.ts";

const Params = z.object({ id: ConversationId });
const Models = z.object({ items: z.array(Model) });

export const conversationRoutes = ({ assistant, entry }: RouteDeps): Route[] => [
  route({
    method: "GET",
    path: "/api/v1/conversations",
    name: "conversations.list",
    access: "chat.use",
    rateClass: "normal",
    summary: "One's own conversations, the last used first.",
    input: { query: PageQuery },
    output: json(pageOf(Conversation)),
    handler: ({ call, query }) => assistant.conversations.list(entry.person(call), query),
  }),
  route({
    method: "POST",
    path: "/api/v1/conversations",
    name: "conversations.create",
    access: "chat.use",
    rateClass: "normal",
    summary: "Begin a conversation. Messages travel over the socket.",
    status: 201,
    input: { body: CreateConversation },
    output: json(Conversation),
    handler: ({ call, body: { title } }) =>
      assistant.conversations.create(entry.person(call), title === undefined ? {} : { title }),
  }),
  route({
    method: "GET",
    path: "/api/v1/conversations/:id",
    name: "conversations.read",
    access: "chat.use",
    rateClass: "normal",
    summary: "One of one's own conversations.",
    input: { params: Params },
    output: json(Conversation),
    handler: ({ call, params }) => assistant.conversations.get(entry.person(call), params.id),
  }),
  route({
    method: "PATCH",
    path: "/api/v1/conversations/:id",
    name: "conversations.rename",
    access: "chat.use",
    rateClass: "normal",
    summary: "Give it another title.",
    input: { params: Params, body: ChangeConversation },
    output: json(Conversation),
    handler: ({ call, params, body }) =>
      assistant.conversations.rename(entry.person(call), params.id, body.title),
  }),
  route({
    method: "DELETE",
    path: "/api/v1/conversations/:id",
    name: "conversations.remove",
    access: "chat.use",
    rateClass: "normal",
    summary: "Delete it with its messages. A running answer is cancelled.",
    input: { params: Params },
    output: nothing,
    handler: ({ call, params }) => assistant.conversations.remove(entry.person(call), params.id),
  }),
  route({
    method: "GET",
    path: "/api/v1/conversations/:id/messages",
    name: "conversations.messages",
    access: "chat.use",
    rateClass: "normal",
    summary: "Messages, newest last; pages backwards with `before`, forwards with `after`.",
    input: { params: Params, query: MessagesQuery },
    output: json(pageOf(Message)),
    handler: ({ call, params, query }) =>
      assistant.conversations.messages(entry.person(call), params.id, query),
  }),
  route({
    method: "GET",
    path: "/api/v1/models",
    name: "models.list",
    access: "chat.use",
    rateClass: "normal",
    summary: "Models that this server can use.",
    output: json(Models),
    handler: ({ call }) => ({ items: [...assistant.models(call)] }),
  }),
];

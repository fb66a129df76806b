import { permissions } from "@entobot/contract/permissions";
import { Problem } from "@entobot/contract/problem";
import { z } from "zod";
import type { Access } from "../entry/index.ts";
import type { Route } from "./route.ts";

type Description = Record<string, unknown>;

/** OpenAPI 3.1 from the schemas that the door itself parses with. */
export function openApi(routes: readonly Route[]): Description {
  const paths: Record<string, Record<string, Description>> = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Entobot",
      version: "1",
      description:
        "Errors are application/problem+json with a closed `code`. Lists page with an opaque `cursor`.",
    },
    paths,
    components: {
      schemas: { Problem: schemaOf(Problem, "output") },
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" },
        session: {
          type: "apiKey",
          in: "cookie",
          name: "entobot_session",
          description:
            "`__Host-entobot_session` over https. State-changing requests also need X-CSRF-Token and an own Origin.",
        },
      },
    },
  };
}

const isPermission = (access: Access): boolean => (permissions as readonly string[]).includes(access);

/** An empty requirement among others says that none is needed. */
function securityOf(access: Access): Description[] {
  if (access === "public") return [];
  return [...(access === "optional" ? [{}] : []), { bearer: [] }, { session: [] }];
}

function operation(route: Route): Description {
  const { params, query, body } = route.input;
  return {
    operationId: route.name,
    summary: route.summary,
    security: securityOf(route.access),
    ...(isPermission(route.access) ? { "x-permission": route.access } : {}),
    parameters: [
      ...parameters(params, "path"),
      ...parameters(query, "query"),
      ...(route.method === "GET" ? [] : [idempotencyKey]),
    ],
    ...(body ? { requestBody: { content: jsonContent(schemaOf(body, "input")) } } : {}),
    responses: {
      ...success(route),
      default: {
        description: "Refused or failed",
        content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
      },
    },
  };
}

const idempotencyKey = {
  name: "Idempotency-Key",
  in: "header",
  schema: { type: "string", maxLength: 64 },
  description: "The same key with the same content is the same act; with other content it is an error.",
};

function success({ output, status }: Route): Description {
  switch (output.kind) {
    case "nothing":
      return { 204: { description: "Done" } };
    case "json":
      return {
        [status ?? 200]: { description: "Done", content: jsonContent(schemaOf(output.schema, "output")) },
      };
    case "text":
    case "stream":
      return {
        200: { description: "Done", content: { [output.mediaType]: { schema: { type: "string" } } } },
      };
  }
}

const jsonContent = (schema: Description) => ({ "application/json": { schema } });

function parameters(schema: z.ZodType | undefined, where: "path" | "query"): Description[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, "input") as {
    properties?: Record<string, Description>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: where,
    required: where === "path" || required.includes(name),
    schema: property,
  }));
}

function schemaOf(schema: z.ZodType, io: "input" | "output"): Description {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest;
}

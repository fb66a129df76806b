import { expect, test } from "vitest";
import { openApi } from "../../src/http/openapi.ts";
import { describedRoutes } from "../_support/doors-routes.ts";

interface Operation {
  operationId: string;
  security: object[];
  parameters: { name: string; in: string }[];
  requestBody?: { content: Record<string, { schema: Record<string, unknown> }> };
  responses: Record<string, unknown>;
}
const routes = describedRoutes().filter(({ name }) => !/^(openapi|docs)\./.test(name));
const document = openApi(routes) as {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, { properties: object }> };
};

test("every route is described, with its parameters and its access", () => {
  expect(document.openapi).toBe("3.1.0");
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
  expect(operations.map(({ operationId }) => operationId).sort()).toEqual(
    routes.map(({ name }) => name).sort(),
  );
  const remove = document.paths["/api/v1/devices/{id}"]?.["delete"];
  expect(remove?.parameters.map(({ name }) => name)).toEqual(["id", "browsers", "Idempotency-Key"]);
  expect(Object.keys(remove?.responses ?? {})).toEqual(["204", "default"]);
  expect(document.paths["/api/health"]?.["get"]?.security).toEqual([]);
  expect(remove?.security).toEqual([{ bearer: [] }, { session: [] }]);
  const session = document.paths["/api/v1/auth/session"]?.["get"];
  expect(session?.security).toEqual([{}, { bearer: [] }, { session: [] }]);
});

test("bodies say that they take nothing else", () => {
  const body = document.paths["/api/v1/users"]?.["post"]?.requestBody?.content["application/json"]?.schema;
  expect(body).toMatchObject({ type: "object", additionalProperties: false, required: ["email"] });
});

test("nothing in it is empty: every schema says a type", () => {
  const text = JSON.stringify(document);
  expect(text).not.toContain('"schema":{}');
  expect(Object.keys(document.components.schemas["Problem"]?.properties ?? {})).toContain("code");
});

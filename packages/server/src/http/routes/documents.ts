import { z } from "zod";
import { docsPage, docsStyle } from "../docs-page.ts";
import { openApi } from "../openapi.ts";
import { json, type Route, route, text } from "../route.ts";

const Document = z.record(z.string(), z.unknown());

/** The API's description of itself, made once from the routes' own schemas: when first asked for, for a start pays for it. */
export function documentRoutes(described: readonly Route[]): Route[] {
  let document: ReturnType<typeof openApi> | undefined;
  let page: string | undefined;
  return [
    route({
      method: "GET",
      path: "/api/openapi.json",
      name: "openapi.read",
      access: "session",
      rateClass: "normal",
      summary: "This API as OpenAPI 3.1.",
      output: json(Document),
      handler: () => {
        document ??= openApi(described);
        return document;
      },
    }),
    route({
      method: "GET",
      path: "/api/docs",
      name: "docs.read",
      access: "session",
      rateClass: "normal",
      summary: "This API to read.",
      output: text("text/html; charset=utf-8"),
      handler: () => {
        page ??= docsPage(described);
        return page;
      },
    }),
    route({
      method: "GET",
      path: "/api/docs.css",
      name: "docs.style",
      access: "session",
      rateClass: "free",
      summary: "How the page above looks.",
      output: text("text/css; charset=utf-8"),
      handler: () => docsStyle,
    }),
  ];
}

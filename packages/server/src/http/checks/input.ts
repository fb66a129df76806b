import { ClientId } from "@entobot/contract/text";
import type { z } from "zod";
import { Failure } from "../../pure/failure.ts";
import { parseStrictJson } from "../../pure/strict-json.ts";
import type { Exchange } from "../exchange.ts";

/** SHA-256 as hex; `compose` gives the one of src/crypto. */
export type Digest = (...parts: (string | Uint8Array)[]) => string;

/** Parameters, query and body become what the route's schemas say, or the request is refused with every issue. */
export function parseInput(exchange: Exchange, { digest }: { digest: Digest }): void {
  const { route, body } = exchange;
  if (!route) return;
  const { params, query, body: bodySchema } = route.input;
  if (!bodySchema && body.length > 0)
    throw new Failure("invalid_request", { text: "No body is expected here." });
  if (!query && exchange.query !== "")
    throw new Failure("invalid_request", { text: "No query is expected here." });
  exchange.input = {
    params: params && parse(params, exchange.rawParams, "path"),
    query: query && parse(query, queryObject(exchange.query), "query"),
    body: bodySchema && parse(bodySchema, body.length > 0 ? parseStrictJson(body) : undefined, "body"),
  };
  nameForRepetition(exchange, digest);
}

function parse(schema: z.ZodType, value: unknown, where: string): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Failure("invalid_request", {
    issues: parsed.error.issues.slice(0, 50).map((issue) => ({
      path: [where, ...issue.path.map(String)].join("."),
      message: issue.message.slice(0, 300),
    })),
  });
}

function queryObject(query: string): Record<string, string> {
  const values = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(query)) {
    if (values.has(name)) throw new Failure("invalid_request", { text: "A name stands twice in the query." });
    values.set(name, value);
  }
  return Object.fromEntries(values);
}

/** The same key with another method, path or body is an error further in: the fingerprint covers all three. */
function nameForRepetition(exchange: Exchange, digest: Digest): void {
  const header = exchange.request.headers["idempotency-key"];
  if (header === undefined || !exchange.admitted || exchange.request.method === "GET") return;
  const key = ClientId.safeParse(header);
  if (!key.success) {
    throw new Failure("invalid_request", {
      issues: [{ path: "Idempotency-Key", message: "1 to 64 printable ASCII characters" }],
    });
  }
  const asked = `${exchange.request.method}\n${exchange.path}?${exchange.query}\n`;
  const call = {
    ...exchange.admitted.call,
    idempotency: { key: key.data, fingerprint: digest(asked, exchange.body) },
  };
  exchange.admitted = { ...exchange.admitted, call };
}

import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { type FastifyReply, type FastifyRequest, fastify } from "fastify";
import type { Answer } from "./answer.ts";
import type { Route } from "./route.ts";
import type { Headers } from "./security-headers.ts";

/** What the framework found out about a request: its route and raw parameters, or which methods its path has. */
export interface Found {
  readonly route: Route | undefined;
  readonly allowed: readonly string[];
  readonly rawParams: unknown;
}

/** Never throws. */
export type Serve = (request: IncomingMessage, found: Found, signal: () => AbortSignal) => Promise<Answer>;

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

/**
 * The only place that knows the framework. It finds the route and writes the answer; everything between is the
 * door's, run in the first hook, so that the framework never reads a body or judges a header.
 */
export async function createApp(
  routes: readonly Route[],
  serve: Serve,
  securityHeaders: () => Headers,
): Promise<RequestListener> {
  const app = fastify({
    routerOptions: { maxParamLength: 200 },
    exposeHeadRoutes: false,
    frameworkErrors: (_error, request, reply) => void write(request, reply),
    // Bodies and timeouts are bounded by the listener's own server.
    logger: false,
  });

  async function write(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { route, allowed = [] } = request.routeOptions.config as { route?: Route; allowed?: string[] };
    const found = { route, allowed, rawParams: request.params };
    const { status, headers, body } = await serve(request.raw, found, () => abortedWith(reply));
    const all = { ...securityHeaders(), ...headers };
    if (body instanceof Readable) return reply.code(status).headers(all).send(body);
    const { raw } = reply.hijack();
    try {
      writeWhole(raw, status, all, body);
    } catch (error) {
      // Nobody else ends what was taken from the framework.
      raw.destroy();
      throw error;
    }
    return reply;
  }

  app.addHook("onRequest", write);
  app.setNotFoundHandler(() => undefined);
  for (const [path, atPath] of Map.groupBy(routes, ({ path }) => path)) {
    const allowed = atPath.map(({ method }) => method);
    for (const method of methods) {
      const route = atPath.find((candidate) => candidate.method === method);
      app.route({ method, url: path, handler: () => undefined, config: { route, allowed } });
    }
  }
  await app.ready();
  return (request, response) => app.routing(request, response);
}

/**
 * What is complete goes out past the framework, which would spend as much on it as the door on a refusal. Text and its
 * headers leave as one piece.
 */
function writeWhole(
  response: ServerResponse,
  status: number,
  headers: Headers,
  body: string | Buffer | null,
): void {
  if (body !== null) headers["content-length"] = String(Buffer.byteLength(body));
  else if (status !== 204 && status !== 304) headers["content-length"] ??= "0";
  response.writeHead(status, headers);
  if (body === null) response.end();
  else response.end(body);
}

function abortedWith(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once("close", () => controller.abort());
  if (reply.raw.destroyed) controller.abort();
  return controller.signal;
}

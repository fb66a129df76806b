import type { RequestId } from "@entobot/contract/ids";
import { limits } from "@entobot/contract/limits";
import { ClientId, cleanLine } from "@entobot/contract/text";
import type { Call } from "../pure/call.ts";
import { asFailure, Failure } from "../pure/failure.ts";
import type { JsonObject } from "../pure/json.ts";
import { parseStrictJson } from "../pure/strict-json.ts";
import type { RealtimeDeps } from "./deps.ts";
import type { FrameRoute } from "./frame.ts";
import { frameRoutes } from "./frame-routes.ts";
import type { Phone } from "./phone.ts";

/** One frame on its way through the door. */
export interface FrameExchange {
  readonly phone: Phone;
  readonly bytes: Buffer;
  object: JsonObject;
  /** The frame's own id, as soon as it is known to be one. */
  id: string | undefined;
  route: FrameRoute | undefined;
  call: Call | undefined;
  frame: unknown;
}

export interface FrameCheck {
  readonly name: string;
  run(exchange: FrameExchange, deps: RealtimeDeps): void | Promise<void>;
}

/** The order of the checks of a frame. Pinned by a test. */
export const frameDoor: readonly FrameCheck[] = [
  { name: "size", run: checkSize },
  { name: "json", run: readObject },
  { name: "type", run: findRoute },
  { name: "principal", run: provePrincipal },
  { name: "may", run: checkMay },
  { name: "input", run: parseInput },
  { name: "handler", run: runHandler },
];

/** Undefined: passed all of them. */
export async function passFrameDoor(
  exchange: FrameExchange,
  deps: RealtimeDeps,
): Promise<{ failure: Failure; check: string } | undefined> {
  for (const { name, run } of frameDoor) {
    try {
      const running = run(exchange, deps);
      if (running) await running;
    } catch (error) {
      return { failure: asFailure(error), check: name };
    }
  }
  return undefined;
}

function checkSize({ phone, bytes }: FrameExchange): void {
  const most = phone.signedIn ? limits.frameBytes : limits.frameBytesBeforeAuthentication;
  if (bytes.length > most) throw new Failure("too_large");
}

function readObject(exchange: FrameExchange): void {
  const value = parseStrictJson(exchange.bytes);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Failure("invalid_json", { detail: "not an object" });
  }
  exchange.object = value as JsonObject;
  const id = ClientId.safeParse(exchange.object["id"]);
  if (id.success) exchange.id = id.data;
}

function findRoute(exchange: FrameExchange): void {
  const { type } = exchange.object;
  exchange.route = typeof type === "string" ? frameRoutes.get(type) : undefined;
  if (exchange.route) return;
  const shown = typeof type === "string" ? cleanLine(type, 40, "?") : "?";
  throw new Failure("unknown_type", { text: `Unknown message type: ${shown}` });
}

/** What needs somebody proves them anew: an ended session or a changed role counts from the next frame on. */
async function provePrincipal(exchange: FrameExchange, { entry, newId }: RealtimeDeps): Promise<void> {
  const { phone, route } = exchange;
  const { address, userAgent, signedIn } = phone;
  const requestId = newId<RequestId>("req");
  if (route?.access === "public" || !signedIn) {
    const principal = { kind: "stranger" } as const;
    exchange.call = { principal, address, userAgent, channel: "mobile", requestId };
    return;
  }
  const { call } = await entry.admit({ channel: "mobile", address, userAgent, bearer: signedIn.token });
  exchange.call = { ...call, requestId };
}

function checkMay({ route, call }: FrameExchange, { entry }: RealtimeDeps): void {
  if (route && call) entry.may(call, route.access, `frame.${route.type}`);
}

function parseInput(exchange: FrameExchange): void {
  const { route, object } = exchange;
  if (!route) return;
  if (route.missing?.members.some((name) => object[name] === undefined || object[name] === "")) {
    throw new Failure("invalid_request", { text: route.missing.text });
  }
  const parsed = route.schema.safeParse(object);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue?.path.map(String).join(".") ?? "";
    throw new Failure("invalid_request", {
      text: `${where || "frame"}: ${issue?.message ?? "not valid"}`.slice(0, 300),
    });
  }
  exchange.frame = parsed.data;
}

async function runHandler({ route, call, frame, phone }: FrameExchange, deps: RealtimeDeps): Promise<void> {
  if (route && call) await route.handler({ frame, call, phone, deps });
}

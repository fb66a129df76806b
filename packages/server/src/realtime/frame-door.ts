import type { RequestId } from "@entobot/contract/ids";
import { limits } from "@entobot/contract/limits";
import { ClientId, cleanLine } from "@entobot/contract/text";
import type { Place } from "../access/index.ts";
import type { Call, PersonCall } from "../pure/call.ts";
import { asFailure, Failure, isOurFault } from "../pure/failure.ts";
import type { JsonObject } from "../pure/json.ts";
import { parseStrictJson } from "../pure/strict-json.ts";
import type { RealtimeDeps } from "./deps.ts";
import type { FrameRoute } from "./frame.ts";
import { frameRoutes } from "./frame-routes.ts";
import type { Phone, SignedInPhone } from "./phone.ts";

/** One frame on its way through the door. */
export interface FrameExchange {
  readonly phone: Phone;
  readonly bytes: Buffer;
  object: JsonObject;
  /** The frame's own id, as soon as it is known to be one. */
  id: string | undefined;
  route: FrameRoute | undefined;
  call: Call | undefined;
  /** Held in the budget of the address until the outcome is known. */
  place: Place | undefined;
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
  { name: "lockout", run: checkLockout },
  { name: "address-budget", run: holdPlace },
  { name: "principal", run: provePrincipal },
  { name: "device-budget", run: checkDeviceBudget },
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
      if (isOurFault(error)) exchange.place?.giveBack();
      else exchange.place?.keep();
      return refusal(exchange, { failure: asFailure(error), check: name }, deps);
    }
  }
  exchange.place?.giveBack();
  return undefined;
}

/** What is no frame at all was not counted yet: who is known pays for that too. */
function refusal(
  { phone, route }: FrameExchange,
  refused: { failure: Failure; check: string },
  deps: RealtimeDeps,
): { failure: Failure; check: string } {
  if (route || !phone.signedIn) return refused;
  try {
    deps.limits.chargePerson(phoneCall(phone, phone.signedIn, deps), "frame.unread");
    return refused;
  } catch (error) {
    return { failure: asFailure(error), check: "device-budget" };
  }
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

function strangerCall({ address, userAgent }: Phone, { newId }: RealtimeDeps): Call {
  const requestId = newId<RequestId>("req");
  return { principal: { kind: "stranger" }, address, userAgent, channel: "mobile", requestId };
}

const phoneCall = (phone: Phone, { principal }: SignedInPhone, deps: RealtimeDeps): PersonCall => ({
  ...strangerCall(phone, deps),
  principal,
});

function checkLockout({ phone, route }: FrameExchange, deps: RealtimeDeps): void {
  if (route?.rateClass === "credential")
    deps.attempts.assertOpen(strangerCall(phone, deps), `frame.${route.type}`);
}

/** A step that gives a stranger a credential holds a place until it is known whether they were right. */
async function holdPlace(exchange: FrameExchange, deps: RealtimeDeps): Promise<void> {
  const { phone, route } = exchange;
  if (route?.rateClass !== "credential" || phone.signedIn) return;
  exchange.place = await deps.limits.holdForStranger(strangerCall(phone, deps), `frame.${route.type}`);
}

/** Every frame of somebody known counts, but `ping`. */
function checkDeviceBudget({ phone, route }: FrameExchange, deps: RealtimeDeps): void {
  if (!route || route.rateClass === "free" || !phone.signedIn) return;
  deps.limits.chargePerson(phoneCall(phone, phone.signedIn, deps), `frame.${route.type}`);
}

/** What needs somebody proves them anew: an ended session or a changed role counts from the next frame on. */
async function provePrincipal(exchange: FrameExchange, deps: RealtimeDeps): Promise<void> {
  const { phone, route } = exchange;
  const { address, userAgent, signedIn } = phone;
  exchange.call = strangerCall(phone, deps);
  if (route?.access === "public" || !signedIn) return;
  const { requestId } = exchange.call;
  const { call } = await deps.entry.admit({ channel: "mobile", address, userAgent, bearer: signedIn.token });
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

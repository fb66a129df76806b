import type { ServerFrame } from "@entobot/contract/frames";

type Kind = "string" | "number" | "boolean" | "object";

/**
 * The members a frame must have before anything here touches it. By hand: the schemas would be a quarter of the
 * phone app's budget, and what a server says beyond its type is not this client's to judge.
 */
const required: Readonly<Record<ServerFrame["type"], Readonly<Record<string, Kind>>>> = {
  auth_success: { device_id: "string", device_name: "string", user: "object", expires_at: "number" },
  ack: { conversation_id: "string", seq: "number" },
  delta: { conversation_id: "string", text: "string" },
  message: { conversation_id: "string", seq: "number", role: "string", content: "string" },
  tool: { conversation_id: "string", seq: "number", name: "string", outcome: "string", result: "string" },
  resumed: { conversation_id: "string", last_seq: "number", busy: "boolean", partial: "string" },
  error: { code: "string", message: "string" },
  auth_error: { code: "string", message: "string" },
  pong: {},
};

/** Undefined for what is no frame, and for types of a newer server, which an older client passes over. */
export function parseServerFrame(data: unknown): ServerFrame | undefined {
  if (typeof data !== "string") return undefined;
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const frame = value as Record<string, unknown>;
  if (typeof frame["type"] !== "string" || !Object.hasOwn(required, frame["type"])) return undefined;
  const members = required[frame["type"] as ServerFrame["type"]];
  for (const [name, kind] of Object.entries(members)) {
    if (typeof frame[name] !== kind || frame[name] === null) return undefined;
  }
  return frame as unknown as ServerFrame;
}

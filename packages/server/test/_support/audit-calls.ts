import type { DeviceId, PersonId, RequestId, SessionId } from "@entobot/contract/ids";
import type { Call } from "../../src/pure/call.ts";
import { newId } from "./key-ring.ts";

export const strangerCall = (address: string | null = "203.0.113.9"): Call => ({
  principal: { kind: "stranger" },
  address,
  userAgent: null,
  channel: "rest",
  requestId: newId<RequestId>("req"),
});

export function personCall(key?: string, fingerprint = "0".repeat(64)): Call {
  return {
    principal: {
      kind: "person",
      personId: newId<PersonId>("usr"),
      email: "ada@example.com",
      name: "Ada",
      role: "owner",
      sessionId: newId<SessionId>("ses"),
      deviceId: newId<DeviceId>("dev"),
      deviceName: "phone",
    },
    address: "198.51.100.7",
    userAgent: "test",
    channel: "web",
    requestId: newId<RequestId>("req"),
    ...(key === undefined ? {} : { idempotency: { key, fingerprint } }),
  };
}

import type { DeviceId, PersonId, RequestId, SessionId } from "@entobot/contract/ids";
import { afterAll } from "vitest";
import { type Audit, type AuditDeps, createAudit } from "../../src/audit/index.ts";
import { silentLog } from "../../src/log/index.ts";
import type { Call } from "../../src/pure/call.ts";
import type { Database } from "../../src/store/database.ts";
import { newId, testKeyRing } from "./key-ring.ts";

/** The record over a real database and real keys; stopped at the end of the file. */
export async function testAudit(database: Database, deps: Partial<AuditDeps> = {}): Promise<Audit> {
  const audit = await createAudit({
    database,
    clock: Date.now,
    seal: testKeyRing(database),
    log: silentLog,
    ...deps,
  });
  const stop = audit.stop.bind(audit);
  let stopped: Promise<void> | undefined;
  audit.stop = () => {
    stopped ??= stop();
    return stopped;
  };
  afterAll(() => audit.stop());
  return audit;
}

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

/** The same person again. */
export const again = (call: Call, key: string, fingerprint = "0".repeat(64)): Call => ({
  ...call,
  idempotency: { key, fingerprint },
});

export async function collect<Item>(batches: AsyncIterable<readonly Item[]>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const batch of batches) items.push(...batch);
  return items;
}

import { afterAll, onTestFinished } from "vitest";
import { type Audit, type AuditDeps, createAudit } from "../../src/audit/index.ts";
import { silentLog } from "../../src/log/index.ts";
import type { Call } from "../../src/pure/call.ts";
import type { Database } from "../../src/store/database.ts";
import { testKeyRing } from "./key-ring.ts";

export { personCall, strangerCall } from "./audit-calls.ts";

/** Of the running test, so that a failed one leaves nothing to the next; of the file where no test runs. */
export function atTheEnd(end: () => Promise<void>): void {
  try {
    onTestFinished(end);
  } catch {
    afterAll(end);
  }
}

/** The record over a real database and real keys; stopped at the end of the test or the file. */
export async function testAudit(database: Database, deps: Partial<AuditDeps> = {}): Promise<Audit> {
  const audit = await createAudit({
    database,
    clock: Date.now,
    seal: testKeyRing(database),
    log: silentLog,
    // A machine that runs everything at once is slow; what is said about the deadline says its own.
    deadlineMs: 20_000,
    ...deps,
  });
  const stop = audit.stop.bind(audit);
  let stopped: Promise<void> | undefined;
  audit.stop = () => {
    stopped ??= stop();
    return stopped;
  };
  atTheEnd(() => audit.stop());
  return audit;
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

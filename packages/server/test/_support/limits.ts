import { type Attempts, type Limits, type OpenLimits, openLimits } from "../../src/access/index.ts";
import type { EventDraft } from "../../src/audit/index.ts";
import { createLimitKey } from "../../src/crypto/limit-key.ts";
import { type FailedAuthentication, silentLog } from "../../src/log/index.ts";
import type { Clock } from "../../src/pure/clock.ts";
import type { Database } from "../../src/store/database.ts";
import { newId } from "./key-ring.ts";

export interface TestLimits extends OpenLimits {
  readonly noted: EventDraft[];
  readonly failures: FailedAuthentication[];
}

/** Doors that stand open: for tests of everything else. */
export const unlimited: { readonly limits: Limits; readonly attempts: Attempts } = {
  limits: {
    chargePerson() {},
    chargeStranger() {},
    chargeEnded() {},
    holdForStranger: async () => ({ giveBack() {}, keep() {} }),
  },
  attempts: {
    lockedFor: () => undefined,
    assertOpen() {},
    judge: (_call, _shown, work) => work(() => {}),
    wrong: () => undefined,
  },
};

export const testHashKey = createLimitKey(new Uint8Array(64).fill(3));

/** As after a start: what the database remembers is in force. */
export async function testLimits(
  database: Database,
  clock: Clock,
  settings: Partial<{ enabled: boolean; requests: number; windowMs: number }> = {},
): Promise<TestLimits> {
  const noted: EventDraft[] = [];
  const failures: FailedAuthentication[] = [];
  const own = { enabled: true, requests: 60, windowMs: 60_000, ...settings };
  const opened = await openLimits({
    ...{ database, clock, newId, hashKey: testHashKey, log: silentLog },
    audit: { note: (_call, draft) => void noted.push(draft) },
    accessLog: { authenticationFailed: (failure) => void failures.push(failure) },
    settings: () => own,
  });
  return { ...opened, noted, failures };
}

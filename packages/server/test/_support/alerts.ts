import type { AuditEventName } from "@entobot/contract/audit-events";
import type { RequestId } from "@entobot/contract/ids";
import type { Audit } from "../../src/audit/index.ts";
import { systemRandom } from "../../src/crypto/random.ts";
import { silentLog } from "../../src/log/index.ts";
import type { MailServer } from "../../src/net/smtp.ts";
import { type AlertSettings, type Alerts, createAlerts } from "../../src/operations/index.ts";
import type { Call } from "../../src/pure/call.ts";
import type { Database } from "../../src/store/database.ts";
import { atTheEnd, strangerCall } from "./audit.ts";
import { newId } from "./key-ring.ts";

export const operator = "security@firm.test";

export interface TestAlertsOptions {
  readonly settings: () => AlertSettings;
  readonly clock?: () => number;
  /** Several servers on one database have one each. */
  readonly audit: Audit;
  readonly database: Database;
}

export type TriesInput = NonNullable<Parameters<typeof createAlerts>[0]["sendTimes"]>;
export type AlertTimesInput = NonNullable<Parameters<typeof createAlerts>[0]["times"]>;

/** Nothing waits long for a server that does not answer. */
const hurriedTries = {
  smtp: { connect: 1_000, greeting: 400, socket: 1_000, whole: 4_000 },
  webhook: { connect: 1_000, whole: 2_000 },
};

/** Alerts as the server has them, over a real database and the real record. */
export function testAlerts(
  options: TestAlertsOptions,
  times: AlertTimesInput = {},
  sendTimes: TriesInput = hurriedTries,
): Alerts {
  const { database, audit, settings, clock = Date.now } = options;
  const alerts = createAlerts({
    ...{ database, audit, settings, clock, newId, random: systemRandom, log: silentLog, times },
    call: systemCall,
    sendTimes,
  });
  atTheEnd(() => alerts.stop());
  return alerts;
}

export const systemCall = (): Call => ({
  principal: { kind: "system" },
  address: null,
  userAgent: null,
  channel: "internal",
  requestId: newId<RequestId>("req"),
});

export const plainServer = (port: number, more: Partial<MailServer> = {}): MailServer => ({
  ...{ host: "127.0.0.1", port, implicitTls: false, requireTls: false, credentials: null },
  ...more,
});

export function mailTo(server: MailServer, more: Partial<AlertSettings> = {}): AlertSettings {
  return {
    enabled: true,
    events: ["auth_failed"] as AuditEventName[],
    mail: {
      recipients: [operator],
      sender: "entobot@firm.test",
      transport: { kind: "smtp", server },
    },
    webhook: null,
    consoleUrl: "https://entobot.firm.test",
    organizationName: "Firm",
    ...more,
  };
}

/** A wrong password, chained. Each with a number, so that the flood does not fold them. */
let count = 0;
export function failSignIn(audit: Audit, address = "203.0.113.9"): Promise<void> {
  return audit.noted(strangerCall(address), {
    event: "auth_failed",
    outcome: "denied",
    details: { reason: "wrong_password", number: ++count },
    personal: { email: "mallory@evil.test" },
  });
}

export async function eventually(what: () => boolean | Promise<boolean>, withinMs = 15_000): Promise<void> {
  for (const end = Date.now() + withinMs; ; ) {
    if (await what()) return;
    if (Date.now() > end) throw new Error("it did not happen in time");
    await new Promise((done) => setTimeout(done, 20));
  }
}

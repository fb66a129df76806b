import type { AlertId } from "@entobot/contract/ids";
import type { Audit } from "../../audit/index.ts";
import type { NewId, Random } from "../../crypto/new-id.ts";
import type { Log } from "../../log/index.ts";
import type { Call } from "../../pure/call.ts";
import type { Clock } from "../../pure/clock.ts";
import type { Database } from "../../store/database.ts";
import type { AlertSettings } from "./alert-settings.ts";
import { type AlertTimes, alertTimes } from "./alert-times.ts";
import type { Alerts } from "./alerts.ts";
import { dropCursor } from "./cursor-store.ts";
import { createDeliverer, type Deliverer } from "./deliver.ts";
import { followRecord, type RecordFollower } from "./follow-record.ts";
import { forgetOld } from "./outbox-store.ts";
import { type SendTimes, sendTimes } from "./send-alert.ts";
import { readStatus, troublesOf } from "./status.ts";
import { sendTests } from "./test-alerts.ts";

export interface AlertsDeps {
  readonly database: Database;
  readonly audit: Pick<Audit, "head" | "read" | "onChained" | "mutate" | "noted">;
  readonly clock: Clock;
  readonly random: Random;
  readonly newId: NewId;
  readonly log: Log;
  /** Asked at each use. */
  readonly settings: () => AlertSettings;
  /** A new call of the server itself. */
  readonly call: () => Call;
  readonly times?: Partial<AlertTimes>;
  readonly sendTimes?: SendTimes;
}

/**
 * Tells people by mail and webhook what the record says. The chain is: record → outbox (one commit with the cursor) →
 * delivery → record. Nothing is lost in between, and what the other side took is not sent again, except where this
 * process dies between its yes and our commit: then the message comes twice under one id.
 */
export function createAlerts(deps: AlertsDeps): Alerts {
  const { database, audit, clock, newId, log, settings } = deps;
  const times = { ...alertTimes, ...deps.times };
  const tries = deps.sendTimes ?? sendTimes;
  let follower: RecordFollower | null = null;
  let deliverers: readonly Deliverer[] = [];
  /** One change at a time. */
  let turn: Promise<void> = Promise.resolve();

  async function adapt(): Promise<void> {
    if (!settings().enabled) {
      await follower?.stop();
      follower = null;
      // What happens from now on alerts nobody, also when alerts are turned on later.
      return dropCursor(database);
    }
    if (deliverers.length === 0) {
      deliverers = (["mail", "webhook"] as const).map((channel) =>
        createDeliverer({ ...deps, channel, times, sendTimes: tries }),
      );
    }
    follower ??= await followRecord({
      ...{ database, audit, clock, newId, log, settings, lookMs: times.lookAtRecord },
      added: wake,
    });
    wake();
  }

  const wake = () => {
    for (const deliverer of deliverers) deliverer.wake();
  };
  const inTurn = (work: () => Promise<void>) => {
    const mine = turn.then(work);
    turn = mine.catch(() => {});
    return mine;
  };

  return {
    start: () => inTurn(adapt),
    reconfigured: () => inTurn(adapt),
    status: () => readStatus(database, settings()),
    troubles: async () => troublesOf(await readStatus(database, settings())),
    test: (call) =>
      sendTests(
        { audit, clock, settings: settings(), times: tries, newId: () => newId<AlertId>("alr") },
        call,
      ),
    sweep: () => forgetOld(database, clock(), times.keepFailed),
    async settled() {
      await follower?.settled();
      await Promise.all(deliverers.map((deliverer) => deliverer.settled()));
    },
    stop: () =>
      inTurn(async () => {
        await follower?.stop();
        follower = null;
        await Promise.all(deliverers.map((deliverer) => deliverer.stop()));
        deliverers = [];
      }),
  };
}

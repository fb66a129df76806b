import type { AlertId } from "@entobot/contract/ids";
import type { Audit, EventDraft } from "../../audit/index.ts";
import type { Random } from "../../crypto/new-id.ts";
import type { Log } from "../../log/index.ts";
import type { Call } from "../../pure/call.ts";
import type { Clock } from "../../pure/clock.ts";
import type { Database } from "../../store/database.ts";
import { type AlertChannel, type AlertSettings, targetsOf } from "./alert-settings.ts";
import { type AlertTimes, retryAfter } from "./alert-times.ts";
import { noteDelivered, noteProblem } from "./channel-store.ts";
import { type DeliveryProblem, problemCode } from "./delivery-problem.ts";
import { makeAlert } from "./make-alert.ts";
import { type Delivery, hurry, postpone, release, removeDelivered } from "./outbox-store.ts";
import { type SendTimes, sendAlert } from "./send-alert.ts";

export interface DeliverDeps {
  readonly channel: AlertChannel;
  readonly database: Database;
  readonly audit: Pick<Audit, "mutate" | "read">;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly settings: () => AlertSettings;
  readonly call: () => Call;
  readonly times: AlertTimes;
  readonly sendTimes: SendTimes;
}

/** Tries one claimed message and writes down what became of it. */
export function createDeliverOne(deps: DeliverDeps) {
  const { channel, database, audit, clock, times } = deps;
  /** The other side said yes, and the database does not know yet: never sent again by this process. */
  const accepted = new Set<AlertId>();

  async function attempt(delivery: Delivery, stop: AbortSignal): Promise<DeliveryProblem | null> {
    try {
      const settings = deps.settings();
      const alert = await makeAlert(audit, settings, delivery);
      return await sendAlert(settings, delivery, alert, clock, deps.sendTimes, stop);
    } catch (error) {
      deps.log.error("an alert could not be sent", { channel }, error);
      return { kind: "internal" };
    }
  }

  /** Nobody wants it any more: the address was taken out of the configuration. */
  const isWanted = (delivery: Delivery) =>
    targetsOf(deps.settings()).some(
      ({ channel, target }) => channel === delivery.channel && target === delivery.target,
    );

  const settle = (delivery: Delivery, claim: string, draft: Omit<EventDraft, "target">) =>
    audit.mutate(deps.call(), "committed", async ({ tx, record }) => {
      const { id, event, count, attempts, target } = delivery;
      await removeDelivered(tx, id, claim);
      if (draft.event === "alert_delivered") await noteDelivered(tx, channel, clock());
      const details = { channel, about: event, events: count, attempts, ...draft.details };
      record({ ...draft, target: id, subject: null, details, personal: { recipient: target } });
    });

  /** The record says when a message begins to fail and when it is given up; health says it all the time between. */
  async function failed(delivery: Delivery, claim: string, problem: DeliveryProblem): Promise<void> {
    const { id, event, count, attempts, target, first_tried_at } = delivery;
    const now = clock();
    const givenUp = now - first_tried_at >= times.patience;
    const code = problemCode(problem);
    const chance = deps.random(1).readUInt8() / 256;
    const later = {
      problem: code,
      dueAt: now + retryAfter(times, attempts, chance),
      failedAt: givenUp ? now : null,
    };
    if (delivery.problem !== null && !givenUp) {
      await postpone(database, id, claim, later);
      return noteProblem(database, channel, code, now);
    }
    await audit.mutate(deps.call(), "committed", async ({ tx, record }) => {
      await postpone(tx, id, claim, later);
      await noteProblem(tx, channel, code, now);
      record({
        event: "alert_failed",
        outcome: "failure",
        severity: givenUp ? "error" : "warning",
        target: id,
        subject: null,
        details: { channel, about: event, events: count, attempts, problem: code, given_up: givenUp },
        personal: { recipient: target },
      });
    });
  }

  return async function deliverOne(delivery: Delivery, claim: string, stop: AbortSignal): Promise<void> {
    const { id } = delivery;
    if (!isWanted(delivery)) {
      const details = { problem: "recipient_removed", given_up: true };
      return settle(delivery, claim, { event: "alert_failed", outcome: "failure", details });
    }
    const problem = accepted.has(id) ? null : await attempt(delivery, stop);
    if (problem === null) {
      accepted.add(id);
      await settle(delivery, claim, { event: "alert_delivered" });
      accepted.delete(id);
      return hurry(database, channel, clock());
    }
    if (stop.aborted) return release(database, id, claim);
    return failed(delivery, claim, problem);
  };
}

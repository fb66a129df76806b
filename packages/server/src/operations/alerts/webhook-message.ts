import { signWebhook } from "../../crypto/webhook-signature.ts";
import { timestamp, unixSeconds } from "../../pure/clock.ts";
import type { Alert } from "./alert.ts";

export interface WebhookMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The body is the same at every try; the time of the try is signed with it. */
export function webhookMessage(alert: Alert, key: Uint8Array, now: number): WebhookMessage {
  const body = JSON.stringify({
    type: alert.event === null ? "alert.test" : `alert.${alert.event}`,
    timestamp: timestamp(alert.madeAt),
    data: {
      event: alert.event,
      title: alert.title,
      advice: alert.advice,
      count: alert.count,
      first_at: alert.firstAt,
      last_at: alert.lastAt,
      records: alert.records,
      link: alert.link,
      organization: alert.organizationName,
    },
  });
  const time = unixSeconds(now);
  return {
    body,
    headers: {
      "content-type": "application/json",
      "user-agent": "Entobot",
      "webhook-id": alert.id,
      "webhook-timestamp": String(time),
      "webhook-signature": signWebhook(key, alert.id, time, body),
    },
  };
}

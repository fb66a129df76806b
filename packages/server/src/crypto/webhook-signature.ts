import { createHmac } from "node:crypto";

/**
 * Signs a webhook as the Standard Webhooks specification (1.0) says: HMAC-SHA256 over `id.timestamp.body`, so that neither
 * body nor time can be changed and a receiver can refuse what is old or was seen before.
 */
export function signWebhook(key: Uint8Array, id: string, unixTime: number, body: string): string {
  return `v1,${createHmac("sha256", key).update(`${id}.${unixTime}.${body}`).digest("base64")}`;
}

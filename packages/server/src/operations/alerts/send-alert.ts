import { runSendmail } from "../../host/sendmail.ts";
import { composeMail } from "../../net/compose-mail.ts";
import { type SmtpTimes, sendMail, smtpTimes } from "../../net/smtp.ts";
import { MailTrouble } from "../../net/smtp-trouble.ts";
import { postWebhook, type WebhookTimes, webhookTimes } from "../../net/webhook.ts";
import type { Clock } from "../../pure/clock.ts";
import type { Alert } from "./alert.ts";
import type { AlertSettings, AlertTarget, MailSettings } from "./alert-settings.ts";
import type { DeliveryProblem } from "./delivery-problem.ts";
import { mailHtml } from "./mail-html.ts";
import { mailText, subjectOf } from "./mail-text.ts";
import { webhookMessage } from "./webhook-message.ts";

export interface SendTimes {
  readonly smtp: SmtpTimes;
  readonly webhook: WebhookTimes;
}

export const sendTimes: SendTimes = { smtp: smtpTimes, webhook: webhookTimes };

/** One try. null: the other side said yes. */
export async function sendAlert(
  settings: AlertSettings,
  { channel, target }: AlertTarget,
  alert: Alert,
  clock: Clock,
  times: SendTimes,
  signal: AbortSignal,
): Promise<DeliveryProblem | null> {
  if (channel === "mail") {
    return settings.mail
      ? byMail(settings.mail, target, alert, times.smtp, signal)
      : { kind: "not_configured" };
  }
  if (!settings.webhook) return { kind: "not_configured" };
  const { url, key } = settings.webhook;
  const { headers, body } = webhookMessage(alert, key, clock());
  const answer = await postWebhook(url, headers, body, signal, times.webhook);
  if (answer.ok) return null;
  return answer.problem === "refused" ? { kind: "refused", status: answer.status } : { kind: answer.problem };
}

async function byMail(
  { sender, transport }: MailSettings,
  to: string,
  alert: Alert,
  times: SmtpTimes,
  signal: AbortSignal,
): Promise<DeliveryProblem | null> {
  if (!transport) return { kind: "not_configured" };
  const raw = await composeMail({
    ...{ id: alert.id, from: sender, fromName: "Entobot", to, date: alert.madeAt },
    subject: subjectOf(alert),
    text: mailText(alert),
    html: mailHtml(alert),
  });
  const mail = { from: sender, to, raw };
  if (transport.kind === "sendmail") {
    const outcome = await runSendmail(transport.program, mail, signal);
    return outcome === "accepted" ? null : { kind: outcome === "timeout" ? "timeout" : "sendmail" };
  }
  try {
    await sendMail(transport.server, mail, signal, times);
    return null;
  } catch (error) {
    if (!(error instanceof MailTrouble)) throw error;
    return { kind: error.kind, ...(error.status === undefined ? {} : { status: error.status }) };
  }
}

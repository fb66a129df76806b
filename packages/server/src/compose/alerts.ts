import type { Secrets, Settings } from "../config/index.ts";
import { findSendmail } from "../host/sendmail.ts";
import { mailServerOf } from "../net/smtp.ts";
import { type AlertSettings, defaultAlertEvents } from "../operations/index.ts";
import type { Addresses } from "./addresses.ts";
import type { LiveConfiguration } from "./live-configuration.ts";

/** What the configuration means for alerts, each time it is asked. */
export function alertSettings(
  { settings, current: { secrets } }: LiveConfiguration,
  addresses: Addresses,
): AlertSettings {
  const { alertsEnabled, events } = settings.monitoring;
  return {
    enabled: alertsEnabled,
    events: events.length > 0 ? events : defaultAlertEvents,
    mail: mailSettings(settings, secrets),
    webhook: secrets.webhook && { url: secrets.webhook.url.reveal(), key: secrets.webhook.key.reveal() },
    consoleUrl: addresses.web,
    organizationName: settings.organizationName,
  };
}

function mailSettings({ monitoring }: Settings, { smtpUrl }: Secrets): AlertSettings["mail"] {
  const { recipients, sender, requireTls } = monitoring;
  if (recipients.length === 0 || sender === null) return null;
  const url = smtpUrl?.reveal();
  if (url !== undefined) {
    return { recipients, sender, transport: { kind: "smtp", server: mailServerOf(url, requireTls) } };
  }
  const program = findSendmail();
  return { recipients, sender, transport: program === null ? null : { kind: "sendmail", program } };
}

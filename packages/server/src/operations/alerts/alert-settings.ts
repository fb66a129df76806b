import type { AuditEventName } from "@entobot/contract/audit-events";
import type { MailServer } from "../../net/smtp.ts";

/** What the configuration says about alerts, asked anew at each use: SIGHUP changes it. */
export interface AlertSettings {
  readonly enabled: boolean;
  readonly events: readonly AuditEventName[];
  readonly mail: MailSettings | null;
  readonly webhook: WebhookSettings | null;
  /** Origin of the console, for the link in each message. */
  readonly consoleUrl: string;
  /** Shown in the message; may be empty. */
  readonly organizationName: string;
}

export interface MailSettings {
  readonly recipients: readonly string[];
  readonly sender: string;
  /** null: neither a mail server nor a sendmail program; start refuses that while alerts are on. */
  readonly transport:
    | { readonly kind: "smtp"; readonly server: MailServer }
    | { readonly kind: "sendmail"; readonly program: string }
    | null;
}

export interface WebhookSettings {
  readonly url: string;
  readonly key: Uint8Array;
}

export type AlertChannel = "mail" | "webhook";
/** The one target of its channel. */
export const webhookTarget = "webhook";

export interface AlertTarget {
  readonly channel: AlertChannel;
  readonly target: string;
}

export function targetsOf({ mail, webhook }: AlertSettings): readonly AlertTarget[] {
  return [
    ...(mail?.recipients ?? []).map((target) => ({ channel: "mail" as const, target })),
    ...(webhook ? [{ channel: "webhook" as const, target: webhookTarget }] : []),
  ];
}

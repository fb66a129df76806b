/** Why something was not delivered: closed words, fit for the record, for health and for a terminal. */
const words = {
  unreachable: "does not answer",
  timeout: "did not answer in time",
  no_tls: "offers no TLS",
  tls: "could not agree on TLS",
  certificate:
    "has a certificate that is not valid for its name or is signed by nobody whom this machine trusts",
  credentials: "refused the user name or password",
  refused: "refused the message",
  protocol: "does not speak the expected protocol",
  not_configured: "is not configured",
  sendmail: "failed (the sendmail program of this machine)",
  redirect: "answered with a redirect, which is not followed",
  address: "has an address that is not permitted",
  internal: "could not be used because of an error in Entobot; the diagnostic log has it",
} as const;

export type ProblemKind = keyof typeof words;

export interface DeliveryProblem {
  readonly kind: ProblemKind;
  /** SMTP reply or HTTP status, where there was one. */
  readonly status?: number;
}

/** How it is stored and recorded: `refused:550`. */
export const problemCode = ({ kind, status }: DeliveryProblem): string =>
  status === undefined ? kind : `${kind}:${status}`;

export function parseProblem(code: string): DeliveryProblem {
  const [kind = "", status] = code.split(":");
  const known = Object.hasOwn(words, kind) ? (kind as ProblemKind) : "internal";
  return status === undefined ? { kind: known } : { kind: known, status: Number(status) };
}

export function problemWords(channel: "mail" | "webhook", { kind, status }: DeliveryProblem): string {
  const subject = channel === "mail" ? "the mail server" : "the webhook";
  return `${subject} ${words[kind]}${status === undefined ? "" : ` (${status})`}`;
}

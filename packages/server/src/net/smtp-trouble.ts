export type MailTroubleKind =
  | "unreachable"
  | "timeout"
  | "no_tls"
  | "tls"
  | "certificate"
  | "credentials"
  | "refused"
  | "protocol";

/** Why the mail server did not take a message. Says nothing of what the server said: that may quote us. */
export class MailTrouble extends Error {
  override readonly name = "MailTrouble";
  readonly kind: MailTroubleKind;
  /** The reply code (RFC 5321 §4.2), where there was one. */
  readonly status: number | undefined;

  constructor(kind: MailTroubleKind, status: number | undefined, cause: unknown) {
    super(`mail not sent: ${kind}${status === undefined ? "" : ` (${status})`}`, { cause });
    this.kind = kind;
    this.status = status;
  }
}

interface LibraryError {
  readonly code?: unknown;
  readonly originalCode?: unknown;
  readonly command?: unknown;
  readonly responseCode?: unknown;
  readonly name?: unknown;
}

/** OpenSSL's and Node's names for a certificate that does not stand up to a check. */
const certificate = /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|ALTNAME|HOSTNAME_MISMATCH/;

const kinds: Readonly<Record<string, MailTroubleKind>> = {
  ETIMEDOUT: "timeout",
  EABORT: "timeout",
  ETLS: "tls",
  EAUTH: "credentials",
  ENOAUTH: "credentials",
  EENVELOPE: "refused",
  EMESSAGE: "refused",
  EPROTOCOL: "protocol",
};

export function mailTrouble(error: unknown): MailTrouble {
  const { code, originalCode, command, responseCode, name } = error as LibraryError;
  const status = typeof responseCode === "number" ? responseCode : undefined;
  return new MailTrouble(kindOf(), status, error);

  function kindOf(): MailTroubleKind {
    if (certificate.test(String(originalCode ?? code))) return "certificate";
    // An answer to STARTTLS itself: the server, or somebody between, does not offer it.
    if (code === "ETLS" && command === "STARTTLS" && status !== undefined) return "no_tls";
    if (name === "AbortError" || name === "TimeoutError") return "timeout";
    const kind = kinds[String(code)];
    return kind ?? (status !== undefined && status >= 400 ? "refused" : "unreachable");
  }
}

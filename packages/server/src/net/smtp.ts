import { mailTrouble } from "./smtp-trouble.ts";

/** Where mail goes. Holds a password: never log it, never put it into an error. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (smtps://), else STARTTLS (RFC 3207). */
  readonly implicitTls: boolean;
  /** False: plain SMTP, for a server on this machine. */
  readonly requireTls: boolean;
  readonly credentials: { readonly user: string; readonly password: string } | null;
}

export interface Mail {
  readonly from: string;
  readonly to: string;
  /** The whole message as it travels (RFC 5322). */
  readonly raw: Buffer;
}

export interface SmtpTimes {
  readonly connect: number;
  readonly greeting: number;
  /** Of silence. */
  readonly socket: number;
  /** Of everything together. */
  readonly whole: number;
}

export const smtpTimes: SmtpTimes = { connect: 10_000, greeting: 15_000, socket: 30_000, whole: 90_000 };

/** From a URL that configuration has judged. */
export function mailServerOf(url: string, requireTls: boolean): MailServer {
  const { protocol, hostname, port, username, password } = new URL(url);
  const implicitTls = protocol === "smtps:";
  return {
    host: hostname.replace(/^\[|\]$/g, ""),
    port: port ? Number(port) : implicitTls ? 465 : requireTls ? 587 : 25,
    implicitTls,
    requireTls,
    credentials: username
      ? { user: decodeURIComponent(username), password: decodeURIComponent(password) }
      : null,
  };
}

/**
 * Hands one message to the server; resolves when the server has said yes to all of it. Throws `MailTrouble`.
 * TLS is 1.2 or newer and the certificate is checked; without TLS nothing is said to a server that must have it,
 * not even the user name.
 */
export async function sendMail(
  server: MailServer,
  mail: Mail,
  signal: AbortSignal,
  times = smtpTimes,
): Promise<void> {
  const { createTransport } = await import("nodemailer");
  const transport = createTransport({
    host: server.host,
    port: server.port,
    secure: server.implicitTls,
    requireTLS: server.requireTls,
    ignoreTLS: !server.requireTls,
    ...(server.credentials && {
      auth: { user: server.credentials.user, pass: server.credentials.password },
    }),
    tls: { minVersion: "TLSv1.2", rejectUnauthorized: true },
    connectionTimeout: times.connect,
    dnsTimeout: times.connect,
    greetingTimeout: times.greeting,
    socketTimeout: times.socket,
    maxResponseSize: 64 * 1024,
    allowInternalNetworkInterfaces: true,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({
      envelope: { from: mail.from, to: [mail.to] },
      raw: mail.raw,
      signal: AbortSignal.any([signal, AbortSignal.timeout(times.whole)]),
    });
  } catch (error) {
    throw mailTrouble(error);
  } finally {
    transport.close();
  }
}

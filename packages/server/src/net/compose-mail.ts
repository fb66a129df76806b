export interface MailText {
  readonly id: string;
  readonly from: string;
  readonly fromName: string;
  readonly to: string;
  readonly subject: string;
  /** Milliseconds since the epoch. */
  readonly date: number;
  readonly text: string;
  readonly html: string;
}

/**
 * A message of two alternatives, text and HTML, as it travels. The library encodes every header and refuses what cannot be
 * an address; nothing is read from files or addresses. RFC 3834: no automatic answers to it, please.
 */
export async function composeMail(mail: MailText): Promise<Buffer> {
  const { createTransport } = await import("nodemailer");
  const transport = createTransport({
    streamTransport: true,
    buffer: true,
    newline: "windows",
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const { message } = await transport.sendMail({
    messageId: `<${mail.id}@${mail.from.split("@").at(-1)}>`,
    from: { name: mail.fromName, address: mail.from },
    to: { name: "", address: mail.to },
    subject: mail.subject,
    date: new Date(mail.date),
    text: mail.text,
    html: mail.html,
    headers: { "Auto-Submitted": "auto-generated" },
  });
  if (!Buffer.isBuffer(message)) throw new TypeError("the mail library gave a stream");
  return message;
}

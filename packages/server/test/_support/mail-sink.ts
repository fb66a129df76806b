import type { AddressInfo, Socket } from "node:net";
import { text } from "node:stream/consumers";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { atTheEnd } from "./audit.ts";
import type { Issued } from "./certificates.ts";

/** How the mail server behaves from the next connection on. */
export type Mood = "yes" | "later" | "no_recipient" | "no_data" | "mute" | "dies";

export interface Received {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: string;
  readonly id: string;
  readonly subject: string;
  readonly tls: boolean;
}

export interface MailSink {
  readonly port: number;
  /** What the server has said yes to. */
  readonly received: Received[];
  /** Connections, failed tries too. */
  tries(): number;
  /** Who signed in, with what. */
  readonly logins: { readonly user: string; readonly password: string }[];
  mood: Mood;
  /** Nobody listens at the port until `open`. */
  close(): Promise<void>;
  open(): Promise<void>;
}

export interface SinkOptions {
  /** Absent: no TLS at all. */
  readonly pair?: Issued;
  /** TLS from the first byte. */
  readonly implicitTls?: boolean;
  readonly password?: string;
}

const refusal = (code: number, words: string) => Object.assign(new Error(words), { responseCode: code });

/** A real mail server that keeps what it gets, in whatever mood. */
export async function openMailSink(options: SinkOptions = {}): Promise<MailSink> {
  const { pair, implicitTls = false, password } = options;
  const received: Received[] = [];
  const logins: MailSink["logins"] = [];
  const sockets = new Set<Socket>();
  let tries = 0;
  let port = 0;
  let server: SMTPServer | null = null;

  const settings: SMTPServerOptions = {
    ...(pair && { key: pair.key, cert: pair.chain }),
    secure: implicitTls,
    authOptional: password === undefined,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    disabledCommands: [...(pair && !implicitTls ? [] : ["STARTTLS"])],
    closeTimeout: 200,
    onConnect(_session, done) {
      tries++;
      if (sink.mood !== "mute") done();
    },
    onAuth(auth, _session, done) {
      logins.push({ user: auth.username ?? "", password: auth.password ?? "" });
      if (auth.password === password) done(null, { user: auth.username });
      else done(refusal(535, "no"));
    },
    onRcptTo(_address, _session, done) {
      done(sink.mood === "no_recipient" ? refusal(550, "nobody here by that name") : null);
    },
    onData(stream, session, done) {
      if (sink.mood === "dies") {
        stream.resume();
        for (const socket of sockets) socket.destroy();
        return;
      }
      void text(stream).then((raw) => {
        if (sink.mood === "later") return done(refusal(451, "come back later"));
        if (sink.mood === "no_data") return done(refusal(554, "we do not like it"));
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          from: mailFrom === false ? "" : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          raw,
          id: headerOf(raw, "message-id"),
          subject: headerOf(raw, "subject"),
          tls: session.secure,
        });
        done();
      });
    },
  };

  async function open(): Promise<void> {
    const made = new SMTPServer(settings);
    made.on("error", () => {});
    made.server.on("connection", (socket: Socket) => {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.once("close", () => sockets.delete(socket));
    });
    await new Promise<void>((done) => made.listen(port, "127.0.0.1", done));
    port = (made.server.address() as AddressInfo).port;
    server = made;
  }

  async function close(): Promise<void> {
    const closing = server;
    server = null;
    if (!closing) return;
    const closed = new Promise<void>((done) => closing.close(() => done()));
    for (const socket of sockets) socket.destroy();
    await closed;
  }

  const sink: MailSink = {
    get port() {
      return port;
    },
    ...{ received, logins, mood: "yes", close, open },
    tries: () => tries,
  };
  await open();
  atTheEnd(close);
  return sink;
}

/** A header as a mail program reads it: unfolded (RFC 5322 §2.2.3), encoded words decoded (RFC 2047). */
export function headerOf(raw: string, name: string): string {
  const value = headersOf(raw).find(([found]) => found === name)?.[1] ?? "";
  return value
    .replace(/\?=\s+=\?/g, "?==?")
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, data: string) =>
      kind.toLowerCase() === "b"
        ? Buffer.from(data, "base64").toString("utf8")
        : decodeQuoted(data.replaceAll("_", " ")),
    );
}

/** All headers of the message, names in lower case, in order. */
export function headersOf(raw: string): (readonly [string, string])[] {
  const head = raw.slice(0, raw.indexOf("\r\n\r\n")).replace(/\r\n[ \t]+/g, " ");
  return head.split("\r\n").map((line) => {
    const at = line.indexOf(":");
    return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()] as const;
  });
}

const decodeQuoted = (data: string): string =>
  Buffer.from(
    data.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    "latin1",
  ).toString("utf8");

/** The text and the HTML of a message of two alternatives. */
export function partsOf(raw: string): { readonly text: string; readonly html: string } {
  const boundary = /boundary="([^"]+)"/.exec(raw)?.[1];
  if (boundary === undefined) throw new Error("the message has no parts");
  const parts = raw.split(`--${boundary}`).slice(1, -1);
  const decoded = parts.map((part) => {
    const [head = "", ...body] = part.replace(/^\r\n/, "").split("\r\n\r\n");
    const content = body.join("\r\n\r\n");
    if (/base64/i.test(head)) return Buffer.from(content, "base64").toString("utf8");
    return /quoted-printable/i.test(head) ? decodeQuoted(content.replace(/=\r\n/g, "")) : content;
  });
  const [text = "", html = ""] = decoded.map((part) => part.replaceAll("\r\n", "\n"));
  return { text, html };
}

import { connect, createServer, type Socket } from "node:net";
import { createTransport } from "nodemailer";
import { expect, onTestFinished, test } from "vitest";
import { type MailServer, mailServerOf, sendMail } from "../../src/net/smtp.ts";
import { plainServer } from "../_support/alerts.ts";
import { makeAuthority } from "../_support/certificates.ts";
import { openMailSink } from "../_support/mail-sink.ts";
import { trust } from "../_support/trust.ts";

/** Somebody on the way to the mail server, who wants the alert and the password, or the alert not to arrive unseen. */
const authority = makeAuthority();
trust(authority.root);
const good = authority.issue();
const mail = {
  from: "entobot@firm.test",
  to: "security@firm.test",
  raw: Buffer.from("Subject: x\r\n\r\nhello\r\n"),
};
const times = { connect: 2_000, greeting: 2_000, socket: 3_000, whole: 8_000 };
const never = new AbortController().signal;
const password = "S3cr3tOfTheMailServer";
const credentials = { user: "entobot", password };
const strict = (port: number, more: Partial<MailServer> = {}) =>
  plainServer(port, { host: "localhost", requireTls: true, credentials, ...more });
const send = (server: MailServer) => sendMail(server, mail, never, times);
const troubleOf = (server: MailServer) =>
  send(server).then(
    () => "sent",
    (error: { kind?: string }) => error.kind,
  );

test("STARTTLS and TLS from the first byte carry the message and the password inside", async () => {
  for (const implicitTls of [false, true]) {
    const sink = await openMailSink({ pair: good, implicitTls, password });
    await send(strict(sink.port, { implicitTls }));
    expect(sink.received).toHaveLength(1);
    expect(sink.received[0]?.tls).toBe(true);
    expect(sink.logins).toEqual([{ user: "entobot", password }]);
  }
});

test("a server without TLS gets nothing, not even the user name", async () => {
  const sink = await openMailSink({ password });
  expect(await troubleOf(strict(sink.port))).toBe("no_tls");
  expect(sink.logins).toEqual([]);
  expect(sink.received).toEqual([]);
});

test.each([
  ["for another name", { names: ["mail.other.test"] }],
  ["that has expired", { from: Date.now() - 86_400_000 * 40, to: Date.now() - 86_400_000 }],
] as const)("a certificate %s is refused", async (_, options) => {
  const sink = await openMailSink({ pair: authority.issue({ ...options } as object), password });
  expect(await troubleOf(strict(sink.port))).toBe("certificate");
  expect(sink.logins).toEqual([]);
});

test("a certificate of an authority that nobody here trusts is refused, with either way to TLS", async () => {
  const pair = makeAuthority().issue();
  for (const implicitTls of [false, true]) {
    const sink = await openMailSink({ pair, implicitTls, password });
    expect(await troubleOf(strict(sink.port, { implicitTls }))).toBe("certificate");
    expect(sink.logins).toEqual([]);
  }
});

/** Takes STARTTLS out of what the server offers and answers it itself; shows what it saw. */
async function stripper(to: number) {
  let seen = "";
  const sockets = new Set<Socket>();
  const proxy = createServer((client) => {
    const server = connect(to, "127.0.0.1");
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        client.destroy();
        server.destroy();
      });
    }
    client.on("data", (data) => {
      seen += data.toString("latin1");
      if (/^STARTTLS/im.test(data.toString("latin1"))) client.write("454 4.7.0 TLS not available\r\n");
      else server.write(data);
    });
    server.on("data", (data) =>
      client.write(data.toString("latin1").replace("STARTTLS", "XSTARTTL"), "latin1"),
    );
  });
  await new Promise<void>((done) => proxy.listen(0, "127.0.0.1", done));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((done) => proxy.close(done));
  });
  return { port: (proxy.address() as { port: number }).port, seen: () => seen };
}

test("STARTTLS taken out on the way: nothing is sent; a client that is happy without TLS gives everything away", async () => {
  const sink = await openMailSink({ pair: good, password });
  const thief = await stripper(sink.port);
  expect(await troubleOf(strict(thief.port))).toBe("no_tls");
  expect(thief.seen()).not.toMatch(/AUTH|MAIL FROM|hello/);
  expect(sink.received).toEqual([]);

  const naive = createTransport({
    ...{ host: "127.0.0.1", port: thief.port, auth: { user: "entobot", pass: password } },
  });
  await naive.sendMail({ envelope: { from: mail.from, to: mail.to }, raw: mail.raw });
  naive.close();
  expect(thief.seen()).toContain(Buffer.from(`\0entobot\0${password}`).toString("base64"));
  expect(sink.received).toHaveLength(1);
});

test("no error shows the password, what the server said, or the message", async () => {
  const sink = await openMailSink({ pair: good, password: "another" });
  const error = await send(strict(sink.port)).catch((thrown: Error) => thrown);
  expect(error).toMatchObject({ kind: "credentials", status: 535 });
  expect(String((error as Error).message)).toBe("mail not sent: credentials (535)");
  expect(JSON.stringify(error)).not.toContain(password);
});

test("what a URL says", () => {
  expect(mailServerOf("smtps://me%40firm.test:p%2Fw@mail.firm.test", true)).toEqual({
    ...{ host: "mail.firm.test", port: 465, implicitTls: true, requireTls: true },
    credentials: { user: "me@firm.test", password: "p/w" },
  });
  expect(mailServerOf("smtp://mail.firm.test", true).port).toBe(587);
  expect(mailServerOf("smtp://[::1]:2525", false)).toMatchObject({ host: "::1", port: 2525 });
  expect(mailServerOf("smtp://localhost", false)).toMatchObject({ port: 25, credentials: null });
});

import type { AuditRecord } from "@entobot/contract/audit";
import type { AlertId } from "@entobot/contract/ids";
import { describe, expect, test } from "vitest";
import { composeMail } from "../../src/net/compose-mail.ts";
import { sendMail } from "../../src/net/smtp.ts";
import { describeRecord } from "../../src/operations/alerts/describe-record.ts";
import { mailHtml } from "../../src/operations/alerts/mail-html.ts";
import { mailText, subjectOf } from "../../src/operations/alerts/mail-text.ts";
import { plainServer } from "../_support/alerts.ts";
import { newId } from "../_support/key-ring.ts";
import { headersOf, openMailSink, partsOf } from "../_support/mail-sink.ts";
import { sized } from "../_support/size.ts";

/** What strangers type must not become a header, a second message, a recipient, markup or a link in an alert. */
const payloads = [
  "\r\nBcc: thief@evil.test",
  "\nBcc: thief@evil.test\n\nforged body",
  "x\r\n.\r\nMAIL FROM:<a@evil.test>\r\nRCPT TO:<thief@evil.test>\r\nDATA\r\n",
  "x\n.\n",
  "\r\nContent-Type: text/html\r\n\r\n<script>alert(1)</script>",
  "<img src=https://evil.test/p.gif>",
  '"><a href="https://evil.test">Reset your password</a>',
  "a@firm.test, thief@evil.test",
  "=?utf-8?B?DQpCY2M6IHRoaWVmQGV2aWwudGVzdA==?=",
  "\u2028Bcc: thief@evil.test",
  "\u0085Bcc: thief@evil.test",
  "\0\u001b[2J\u202eevil",
  "${7*7}{{7*7}}%0d%0aBcc:thief@evil.test",
  `${"A".repeat(5_000)}\r\nBcc: thief@evil.test`,
];
const separators = ["\r\n", "\n", "\r", "\u2028", "\u0085", "\v", "\f", "\0", "%0d%0a", "\\r\\n", " \r\n\t"];
const all = () => {
  const made = [...payloads];
  for (let i = 0; made.length < sized(60, 1_000); i++) {
    const separator = separators[i % separators.length];
    made.push(
      `${"x".repeat(i % 80)}${separator}Bcc: thief@evil.test${separator}${separator}${payloads[i % payloads.length]}`,
    );
  }
  return made;
};

const ownHeaders = "auto-submitted,content-type,date,from,message-id,mime-version,subject,to";

async function inChunks<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  for (let at = 0; at < items.length; at += 20) await Promise.all(items.slice(at, at + 20).map(work));
}

/** A record in which everything that could hold a text holds the hostile one, although no writer does that. */
const hostile = (text: string): AuditRecord => ({
  ...{
    v: 1,
    ts: "2026-11-24T09:00:00.000Z",
    seq: 7,
    event: "auth_failed",
    outcome: "denied",
    severity: "warning",
  },
  ...{ actor: text, device: text, target: text, ip: "c:x", prev: "", hash: "" },
  details: { reason: text, [text.slice(0, 30)]: "x", words: [text], email: text },
  personal: { ip: { value: text, salt: "" }, "details.email": { value: text, salt: "" } },
});

const alertOf = (text: string) => ({
  ...{
    id: newId<AlertId>("alr"),
    event: "auth_failed" as const,
    title: "Wrong credentials",
    advice: "Look.",
  },
  ...{ count: 2, firstAt: "2026-11-24T09:00:00.000Z", lastAt: "2026-11-24T09:00:01.000Z", madeAt: 0 },
  records: [describeRecord(hostile(text))],
  link: "https://entobot.firm.test/console/record",
  organizationName: text,
});

describe("what strangers type in an alert", () => {
  test("no header, no recipient, no second message, no markup", async () => {
    const sink = await openMailSink();
    const texts = all();
    await inChunks(texts, async (text) => {
      const alert = alertOf(text);
      const raw = await composeMail({
        ...{
          id: alert.id,
          from: "entobot@firm.test",
          fromName: "Entobot",
          to: "security@firm.test",
          date: 0,
        },
        ...{ subject: subjectOf(alert), text: mailText(alert), html: mailHtml(alert) },
      });
      const mail = { from: "entobot@firm.test", to: "security@firm.test", raw };
      await sendMail(plainServer(sink.port), mail, new AbortController().signal);
    });
    expect(sink.received).toHaveLength(texts.length);
    const injected = sink.received.filter(
      ({ raw }) =>
        headersOf(raw)
          .map(([name]) => name)
          .toSorted()
          .join() !== ownHeaders,
    );
    for (const { to, raw } of sink.received) {
      expect(to).toEqual(["security@firm.test"]);
      expect(partsOf(raw).html.match(/<(a|img|script|iframe|style|link)\b[^>]*>/g)).toEqual([
        expect.stringContaining('<a href="https://entobot.firm.test/console/record"'),
      ]);
    }
    expect(injected).toEqual([]);
  });

  test("of a record only ids, an address and closed words are taken", () => {
    for (const text of payloads) {
      const described = describeRecord(hostile(text));
      expect(described.address).toBe("unreadable");
      expect(JSON.stringify(described.details)).not.toContain("thief");
      expect(`${described.who}${described.device}${described.target}`).not.toMatch(
        /[\r\n\0\u2028\u0085\u202e]/,
      );
    }
  });

  test("a mail put together from strings is injected by the same texts", async () => {
    const sink = await openMailSink();
    const naive = (text: string) =>
      Buffer.from(
        `From: entobot@firm.test\r\nTo: security@firm.test\r\nSubject: failed for ${text}\r\n\r\nLook.\r\n`,
      );
    await inChunks(payloads, async (text) => {
      const mail = { from: "entobot@firm.test", to: "security@firm.test", raw: naive(text) };
      await sendMail(plainServer(sink.port), mail, new AbortController().signal);
    });
    const injected = sink.received.filter(({ raw }) =>
      headersOf(raw).some(([name]) => name === "bcc" || name === "content-type"),
    );
    expect(injected.length).toBeGreaterThan(2);
  });
});

import type { Alert } from "./alert.ts";
import { restOf, rowsOf, summaryOf } from "./rows.ts";

export const subjectOf = ({ title, count, event }: Alert): string =>
  `[Entobot] ${title}${count > 1 ? ` (${count})` : ""}${event === null ? "" : ` · ${event}`}`;

/** The plain part. Lines stay short; nothing in it needs a mail program that understands more. */
export function mailText(alert: Alert): string {
  const blocks = alert.records.map((record) =>
    rowsOf(record)
      .map(([name, value]) => `  ${`${name}:`.padEnd(10)} ${value}`)
      .join("\n"),
  );
  const parts = [
    summaryOf(alert),
    restOf(alert),
    ...blocks,
    `What to do: ${alert.advice}`,
    `The record: ${alert.link}`,
    ["--", footer(alert)].join("\n"),
  ];
  return `${parts.filter((part) => part !== null).join("\n\n")}\n`;
}

export const footer = ({ organizationName }: Alert): string =>
  `Sent by Entobot${organizationName ? ` of ${organizationName}` : ""}. Names and what people wrote stay in the house; the record shows them to who may see them.`;

import type { Alert } from "./alert.ts";
import type { DescribedRecord } from "./describe-record.ts";
import { footer } from "./mail-text.ts";
import { restOf, rowsOf, summaryOf } from "./rows.ts";

/** Mail programs know inline styles and tables; nothing is loaded from anywhere. */
const style = {
  page: "margin:0;padding:24px;background:#f4f4f2;color:#1c1c1a;font:15px/1.5 system-ui,sans-serif",
  card: "max-width:600px;margin:0 auto;padding:24px;background:#ffffff;border:1px solid #deded9;border-radius:8px",
  title: "margin:0 0 8px;font-size:19px;line-height:1.3",
  line: "margin:0 0 16px",
  table: "width:100%;margin:0 0 16px;border-collapse:collapse;border-top:1px solid #deded9",
  name: "padding:4px 12px 4px 0;color:#5c5c57;vertical-align:top;white-space:nowrap;text-align:left;font-weight:400",
  value: "padding:4px 0;word-break:break-word",
  button:
    "display:inline-block;padding:8px 16px;background:#1c4f8f;color:#ffffff;text-decoration:none;border-radius:6px",
  footer: "max-width:600px;margin:16px auto 0;color:#5c5c57;font-size:13px",
} as const;

export function mailHtml(alert: Alert): string {
  const rest = restOf(alert);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(alert.title)}</title></head>
<body style="${style.page}"><div style="${style.card}">
<h1 style="${style.title}">${escaped(alert.title)}</h1>
<p style="${style.line}">${escaped(summaryOf(alert))}${rest === null ? "" : ` ${escaped(rest)}`}</p>
${alert.records.map(table).join("\n")}
<p style="${style.line}"><strong>What to do.</strong> ${escaped(alert.advice)}</p>
<p style="margin:0"><a href="${escaped(alert.link)}" style="${style.button}">Open the record</a></p>
</div><p style="${style.footer}">${escaped(footer(alert))}</p></body></html>
`;
}

function table(record: DescribedRecord): string {
  const rows = rowsOf(record).map(
    ([name, value]) =>
      `<tr><th scope="row" style="${style.name}">${escaped(name)}</th><td style="${style.value}">${escaped(value)}</td></tr>`,
  );
  return `<table style="${style.table}">${rows.join("")}</table>`;
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? "");

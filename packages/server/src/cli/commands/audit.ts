import { AuditQuery, type AuditRecord, type VerifyReport } from "@entobot/contract/audit";
import { clean } from "../clean-text.ts";
import type { Command } from "../command.ts";
import { minute, table } from "../table.ts";
import { usage } from "../usage.ts";
import { exportRecord } from "./audit-export.ts";

const filters = {
  event: { type: "string", value: "NAME", summary: "this event only" },
  outcome: { type: "string", value: "OUTCOME", summary: "success, failure or denied" },
  about: { type: "string", value: "ID", summary: "a person's or device's whole story" },
  since: { type: "string", value: "TIME", summary: "from this moment on (RFC 3339, UTC)" },
  until: { type: "string", value: "TIME", summary: "up to this moment" },
  from: { type: "string", value: "SEQ", summary: "begin with the record of this number and go back" },
  limit: { type: "string", value: "N", summary: "at most so many, 100 at once (50)" },
  cursor: { type: "string", value: "CURSOR", summary: "go on where the last answer ended" },
} as const;

const headOption = {
  type: "string",
  value: "SEQ:HASH",
  summary: "a head saved before: without one a cut tail cannot be seen",
} as const;

function headOf(text: string | undefined): { head?: string } {
  if (text === undefined) return {};
  if (!/^[0-9]{1,15}:[0-9a-f]{64}$/.test(text))
    throw usage("--head takes SEQ:HASH, as `entobot audit head` prints it.");
  return { head: text };
}

function describeReport(report: VerifyReport): string {
  const verdict = report.ok
    ? `The record is whole: ${report.checked} records from ${report.first} on, head ${report.head}.`
    : `The record is NOT whole: ${placeOf(report)}${report.fault?.what ?? "unknown fault"}`;
  return [verdict, ...report.not_checked.map((what) => `Not checked: ${what}`)].map(clean).join("\n");
}

function placeOf({ fault }: VerifyReport): string {
  if (fault?.seq != null) return `record ${fault.seq}: `;
  return fault?.line != null ? `line ${fault.line}: ` : "";
}

/** One line: when, what, who, on what. */
function describeRecord(record: AuditRecord): readonly string[] {
  const address = record.personal?.["ip"]?.value ?? "";
  return [
    String(record.seq),
    minute(record.ts),
    record.event,
    record.outcome,
    record.actor,
    record.target ?? "",
    address,
  ];
}

export const auditCommands: readonly Command[] = [
  {
    name: "audit search",
    summary: "Search the record, newest first; the search itself is recorded",
    positionals: [],
    options: filters,
    access: "audit.read",
    async run({ house, arguments: given }) {
      const asked = Object.keys(filters).flatMap((name) => {
        const value = given.text(name);
        return value === undefined ? [] : [[name, value] as const];
      });
      const query = AuditQuery.safeParse(Object.fromEntries(asked));
      if (!query.success) {
        const issue = query.error.issues[0];
        throw usage(`--${String(issue?.path[0] ?? "option")}: ${issue?.message ?? "not valid"}`);
      }
      const { audit, call } = await house();
      await audit.noted(call(), {
        event: "record_searched",
        details: { filters: asked.map(([name]) => name) },
      });
      const page = await audit.search(query.data);
      const headings = ["SEQ", "TIME (UTC)", "EVENT", "OUTCOME", "ACTOR", "TARGET", "ADDRESS"];
      const more = page.next === null ? "" : `More: --cursor ${page.next}\n`;
      return { json: page, text: table(headings, page.items.map(describeRecord), "Nothing found.") + more };
    },
  },
  {
    name: "audit head",
    summary: "Print SEQ:HASH of the newest record; keep it elsewhere",
    positionals: [],
    options: {},
    access: "audit.verify",
    worksWithoutRecord: true,
    async run({ house }) {
      const head = await (await house()).audit.head();
      return { json: head, text: `${head.head}\n` };
    },
  },
  {
    name: "audit verify",
    summary: "Check the record; exit code 1 names the first bad entry",
    positionals: [],
    options: {
      file: {
        type: "string",
        value: "FILE",
        summary: "check this log file, rotated ones too, instead of the database",
      },
      head: headOption,
    },
    access: "audit.verify",
    worksWithoutRecord: true,
    async run({ house, world, arguments: given }) {
      const options = headOf(given.text("head"));
      const { audit, call } = await house();
      const file = given.text("file");
      const report =
        file === undefined
          ? await audit.verify({ ...options, signal: world.io.stopped })
          : await audit.verifyFile(file, options);
      const verified = audit.noted(call(), {
        event: "record_verified",
        outcome: report.ok ? "success" : "failure",
        severity: report.ok ? "info" : "critical",
        details: { checked: report.checked, source: file === undefined ? "database" : "file" },
      });
      // The verdict on a record that cannot be written any more is the one that matters most.
      await verified.catch(() => {});
      return { json: report, text: `${describeReport(report)}\n`, exit: report.ok ? 0 : 1 };
    },
  },
  {
    name: "audit export",
    summary: "Write the whole record, one JSON object a line",
    positionals: [],
    options: {
      out: {
        type: "string",
        value: "FILE",
        summary: "into this file (0600, complete or not at all) instead of stdout",
      },
      after: { type: "string", value: "SEQ", summary: "only what follows this record" },
    },
    access: "audit.export",
    run: exportRecord,
  },
  {
    name: "audit tail",
    summary: "Show the newest records and follow (Ctrl-C ends)",
    positionals: [],
    options: { lines: { type: "string", value: "N", summary: "how many to begin with (10)" } },
    access: "audit.read",
    async run({ house, world, json, arguments: given }) {
      const lines = Number(given.text("lines") ?? "10");
      if (!Number.isSafeInteger(lines) || lines < 0) throw usage("--lines takes a number.");
      const { audit } = await house();
      const { seq } = await audit.head();
      const batches = audit.read({ after: Math.max(0, seq - lines), follow: true, signal: world.io.stopped });
      for await (const batch of batches) {
        const text = batch.map((record) =>
          json ? JSON.stringify(record) : describeRecord(record).filter(Boolean).map(clean).join("  "),
        );
        if (text.length > 0) await world.io.write(`${text.join("\n")}\n`);
      }
      return undefined;
    },
  },
];

import {
  AuditHead,
  AuditQuery,
  AuditRecord,
  ExportQuery,
  VerifyReport,
  VerifyRequest,
} from "@entobot/contract/audit";
import { pageOf } from "@entobot/contract/pages";
import { recordLines } from "../record-lines.ts";
import { json, type Route, route, stream } from "../route.ts";
import type { RouteDeps } from "./deps.ts";

export const auditRoutes = ({ audit }: RouteDeps): Route[] => [
  route({
    method: "GET",
    path: "/api/v1/audit",
    name: "audit.search",
    access: "audit.read",
    rateClass: "normal",
    summary: "Search the record, newest first. The search is itself recorded.",
    input: { query: AuditQuery },
    output: json(pageOf(AuditRecord)),
    handler: async ({ call, query }) => {
      const { cursor: _cursor, limit: _limit, ...filters } = query;
      await audit.noted(call, { event: "record_searched", details: { filters: Object.keys(filters) } });
      return audit.search(query);
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/audit/head",
    name: "audit.head",
    access: "audit.read",
    rateClass: "normal",
    summary: "The newest record's number and hash. Keep it elsewhere: it makes a cut tail visible.",
    output: json(AuditHead),
    handler: () => audit.head(),
  }),
  route({
    method: "POST",
    path: "/api/v1/audit/verify",
    name: "audit.verify",
    access: "audit.verify",
    rateClass: "normal",
    summary: "Recompute every hash of the record, and say what could not be checked.",
    input: { body: VerifyRequest },
    output: json(VerifyReport),
    handler: async ({ call, body, signal }) => {
      const report = await audit.verify({ ...body, signal: signal() });
      await audit.noted(call, {
        event: "record_verified",
        outcome: report.ok ? "success" : "failure",
        severity: report.ok ? "info" : "critical",
        details: { checked: report.checked, fault_seq: report.fault?.seq ?? null },
      });
      return report;
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/audit/export",
    name: "audit.export",
    access: "audit.export",
    rateClass: "normal",
    summary: "The whole record as JSON lines, in order. Recorded before the first byte leaves.",
    input: { query: ExportQuery },
    output: stream("application/x-ndjson"),
    handler: async ({ call, query, signal, setHeader }) => {
      await audit.noted(call, {
        event: "data_exported",
        severity: "warning",
        target: "audit",
        details: { after: query.after },
      });
      setHeader("content-disposition", 'attachment; filename="entobot-audit.ndjson"');
      return recordLines(audit, query.after, signal());
    },
  }),
];

export type { Acknowledge, Audit, BatchKind, BatchOutcome, EventDraft, Mutation } from "./audit.ts";
export { type AuditDeps, createAudit } from "./create-audit.ts";
export { toLine } from "./log-line.ts";
export type { Sealing } from "./sealing.ts";

export type { Acknowledge, Audit, BatchKind, BatchOutcome, EventDraft, Mutation } from "./audit.ts";

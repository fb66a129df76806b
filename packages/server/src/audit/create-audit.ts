import type { VerifyReport } from "@entobot/contract/audit";
import type { AuditSeverity } from "@entobot/contract/audit-events";
import { limits } from "@entobot/contract/limits";
import type { NewId, Random } from "../crypto/new-id.ts";
import { pooledRandom } from "../crypto/pooled-random.ts";
import { systemRandom } from "../crypto/random.ts";
import type { Log } from "../log/log.ts";
import type { Clock } from "../pure/clock.ts";
import type { Database } from "../store/database.ts";
import type { Audit } from "./audit.ts";
import { readHead } from "./audit-store.ts";
import { type EventTools, makeEvent } from "./event.ts";
import { createFileFollower } from "./file-follower.ts";
import { createFlood } from "./flood.ts";
import { createIdempotency } from "./idempotency.ts";
import { createLive } from "./live.ts";
import { mutate } from "./mutate.ts";
import { recordsAfter } from "./read-records.ts";
import { createSealer } from "./sealer.ts";
import type { Sealing } from "./sealing.ts";
import { search } from "./search.ts";
import { createValues } from "./values.ts";
import { verifyChain } from "./verify-chain.ts";
import { explainByLevel, verifyFile } from "./verify-file.ts";

export interface AuditDeps {
  readonly database: Database;
  readonly clock: Clock;
  /** Events are named by the database; given by callers that make one for everybody. */
  readonly newId?: NewId;
  readonly random?: Random;
  readonly seal: Sealing;
  readonly log: Log;
  /** `audit.log`; null or disabled where another process writes it. `level` is also what `verifyFile` expects to be left out. */
  readonly file?: { readonly path: string; readonly level: AuditSeverity; readonly enabled: boolean } | null;
  /** Mutations and events that may wait at once; beyond, mutations are `busy` and refusals are counted. */
  readonly capacity?: number;
  readonly batchSize?: number;
  /** After this the caller hears `record_unavailable`. */
  readonly deadlineMs?: number;
}

export async function createAudit(deps: AuditDeps): Promise<Audit> {
  const { database, clock, log } = deps;
  const tools: EventTools = { clock, random: pooledRandom(deps.random ?? systemRandom) };
  const values = createValues(deps.seal, database);
  const idempotency = createIdempotency(deps.seal, database, clock);
  const live = createLive({ database, values, leading: () => sealer.leading(), log });
  const sealer = await createSealer({
    ...{ database, log, tools, values, publish: live.publish },
    capacity: deps.capacity ?? 10_000,
    batchSize: deps.batchSize ?? 500,
    deadlineMs: deps.deadlineMs ?? limits.recordDeadlineMs,
  });
  const level = deps.file?.level ?? "debug";
  const follower = deps.file?.enabled
    ? createFileFollower({ path: deps.file.path, level, database, values, live, log })
    : null;
  let lastVerified: VerifyReport | null = null;
  const flood = createFlood({ write: (call, draft) => sealer.note(makeEvent(call, draft, tools)) });

  return {
    mutate: (call, acknowledge, work) =>
      mutate({ database, tools, values, sealer, idempotency }, call, acknowledge, work),
    submit: sealer.submit,
    note(call, draft) {
      try {
        flood.note(call, draft);
      } catch (error) {
        // A mistake of the calling code must not hide that something happened.
        log.error("an event's details cannot be recorded", { event: draft.event }, error);
        flood.note(call, {
          event: draft.event,
          outcome: draft.outcome ?? "success",
          details: { malformed: true },
        });
      }
    },
    noted: async (call, draft) => sealer.noted(makeEvent(call, draft, tools)),
    search: (query) => search(database, values, query),
    async head() {
      const head = await readHead(database);
      return { ...head, head: `${head.seq}:${head.hash}` };
    },
    async verify(options) {
      const report = await verifyChain({ database, values, clock }, options);
      lastVerified = report;
      return report;
    },
    verifyFile: (path, options) => verifyFile(path, options, clock, explainByLevel(database, level)),
    read: ({ after, atOnce, follow, signal }) =>
      follow ? live.follow(after, signal) : recordsAfter(database, values, after, atOnce),
    onChained: live.subscribe,
    health() {
      const reasons: string[] = [];
      if (!sealer.connected()) reasons.push("the record has no connection to the database");
      if (sealer.late) reasons.push("the record is not in time");
      if (sealer.behind) reasons.push("events wait because the database does not take them");
      const trouble = follower?.trouble();
      if (trouble) reasons.push(trouble);
      if (lastVerified?.ok === false) reasons.push("the record did not verify");
      return { degraded: reasons.length > 0, reasons, lastVerified };
    },
    async stop() {
      flood.stop();
      await sealer.stop();
      await live.settled();
      await follower?.stop();
      await live.stop();
    },
  };
}

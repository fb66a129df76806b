import type { AuditRecord } from "@entobot/contract/audit";
import type { AlertId } from "@entobot/contract/ids";
import type { Audit } from "../../audit/index.ts";
import { timestamp } from "../../pure/clock.ts";
import type { Alert } from "./alert.ts";
import type { AlertSettings } from "./alert-settings.ts";
import { alertWords } from "./alert-words.ts";
import { describeRecord } from "./describe-record.ts";
import type { Delivery } from "./outbox-store.ts";

/** Written from the record at each try: a value that was erased meanwhile is not sent. */
export async function makeAlert(
  audit: Pick<Audit, "read">,
  settings: AlertSettings,
  delivery: Delivery,
): Promise<Alert> {
  const { id, event, count, first_seqs, last_seqs } = delivery;
  const seqs = [...new Set([...first_seqs, ...last_seqs])].sort((a, b) => a - b);
  const records = await Promise.all(seqs.map((seq) => readOne(audit, seq)));
  return {
    ...{ id, event, count, ...alertWords[event] },
    firstAt: timestamp(delivery.first_at),
    lastAt: timestamp(delivery.last_at),
    madeAt: delivery.created_at,
    records: records.flatMap((record) => (record ? [describeRecord(record)] : [])),
    link: `${settings.consoleUrl}/console/record?event=${event}`,
    organizationName: settings.organizationName,
  };
}

export function makeTestAlert(settings: AlertSettings, id: AlertId, now: number): Alert {
  const at = timestamp(now);
  return {
    ...{ id, event: null, count: 1, records: [], firstAt: at, lastAt: at, madeAt: now },
    title: "A test",
    advice: "Nothing is to be done: somebody asked for a test, and alerts arrive here.",
    link: `${settings.consoleUrl}/console/record`,
    organizationName: settings.organizationName,
  };
}

async function readOne(audit: Pick<Audit, "read">, seq: number): Promise<AuditRecord | undefined> {
  for await (const records of audit.read({ after: seq - 1, atOnce: 1 })) {
    return records.find((record) => record.seq === seq);
  }
  return undefined;
}

import type { AuditEventName } from "@entobot/contract/audit-events";
import type { AlertId } from "@entobot/contract/ids";
import type { DescribedRecord } from "./describe-record.ts";

/** One message, ready to be written for any channel. */
export interface Alert {
  readonly id: AlertId;
  /** null: a test that somebody asked for. */
  readonly event: AuditEventName | null;
  readonly title: string;
  readonly advice: string;
  /** How many events it stands for. */
  readonly count: number;
  /** RFC 3339. */
  readonly firstAt: string;
  readonly lastAt: string;
  /** When the message was made: stays the same at every try. */
  readonly madeAt: number;
  /** The first and the last of them; the record has all. */
  readonly records: readonly DescribedRecord[];
  /** The place in the console that shows them. */
  readonly link: string;
  readonly organizationName: string;
}

import type { AuditRecord } from "@entobot/contract/audit";
import { cleanLine } from "@entobot/contract/text";

/** What a message says about one record. Nothing in it was typed by anybody: ids, an address, closed words. */
export interface DescribedRecord {
  readonly seq: number;
  readonly at: string;
  readonly outcome: string;
  readonly severity: string;
  readonly who: string;
  readonly device: string | null;
  /** The client's address, the one personal value that leaves the house (docs/decisions/0009). */
  readonly address: string | null;
  readonly target: string | null;
  readonly details: Readonly<Record<string, string | number | boolean>>;
}

export function describeRecord(record: AuditRecord): DescribedRecord {
  const { seq, ts, outcome, severity, actor, device, target, personal } = record;
  const address = record.ip === null ? null : (personal?.["ip"]?.value ?? "erased");
  return {
    ...{ seq, at: ts, outcome, severity },
    who: whoIs(actor),
    device: device && opaque(device),
    address: address && (isAddress(address) ? address : "unreadable"),
    target: target && opaque(target),
    details: closedDetails(record.details),
  };
}

function whoIs(actor: string): string {
  const operator = /^cli:(\d{1,10})$/.exec(actor);
  if (operator) return `the operator on the server itself (uid ${operator[1]})`;
  if (actor === "stranger") return "somebody who was not signed in";
  if (actor === "system") return "the server itself";
  return opaque(actor);
}

const opaque = (text: string): string => cleanLine(text, 64, "unreadable");
/** Without a zone: that is a name of this machine's. */
const isAddress = (text: string): boolean => /^[0-9a-fA-F:.]{2,45}$/.test(text);

const mostDetails = 8;

/** Numbers, yes/no and words of our own. What names a person is a commitment here ("c:…") and stays out. */
function closedDetails(details: AuditRecord["details"]): DescribedRecord["details"] {
  const kept = Object.entries(details).flatMap(([name, value]): [string, string | number | boolean][] => {
    if (!/^[a-z][a-z0-9_]{0,39}$/.test(name)) return [];
    if (typeof value === "number" || typeof value === "boolean") return [[name, value]];
    const words = Array.isArray(value) ? value : [value];
    const closed = words.length <= 20 && words.every(isClosedWord);
    return closed && words.length > 0 ? [[name, words.join(", ")]] : [];
  });
  return Object.fromEntries(kept.slice(0, mostDetails));
}

const isClosedWord = (value: unknown): boolean =>
  typeof value === "string" && /^[A-Za-z0-9][A-Za-z0-9 _./-]{0,79}$/.test(value);

import type { AuditRecord } from "@entobot/contract/audit";

/** Everything that some program takes for the end of a line, or that makes a line show as something else (TR36 §3). */
const unsafe = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** One record as one line of `audit.log`, without its end. JSON has escaped the control characters below U+0020. */
export function toLine(record: AuditRecord): string {
  return JSON.stringify(record).replace(unsafe, escaped);
}

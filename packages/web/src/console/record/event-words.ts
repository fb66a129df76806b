import type { AuditEventName } from "@entobot/contract/audit-events";

/** “device_paired” → “Device paired”: the pinned names are words already. */
export function eventWords(name: AuditEventName): string {
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

import { type AuditEventName, auditEvents } from "@entobot/contract/audit-events";
import { findNearest } from "../nearest-name.ts";
import { type Kind, Refused } from "./kind.ts";

export const eventName: Kind<AuditEventName> = {
  name: "an audit event name such as auth_failed",
  read(value) {
    const found = auditEvents.find((name) => name === value);
    if (found) return found;
    const nearest = typeof value === "string" ? findNearest(value, auditEvents) : undefined;
    return new Refused(`must be ${this.name}.${nearest ? ` Did you mean ${nearest}?` : ""}`);
  },
};

import { type AuditEventName, auditEvents } from "@entobot/contract/audit-events";

export interface RecordFilters {
  readonly event?: AuditEventName;
  readonly outcome?: "success" | "failure" | "denied";
  /** A person's or a device's whole story, by id. */
  readonly about?: string;
  /** Local time, as a date field has it: begin here and go back. */
  readonly until?: string;
  /** Begin with this number and go back. */
  readonly from?: string;
}

const outcomes = ["success", "failure", "denied"] as const;

/** Filters live in the address, so that a view can be sent to a colleague. Unknown values are no filter. */
export function filtersOf(search: string): RecordFilters {
  const given = new URLSearchParams(search);
  const event = auditEvents.find((name) => name === given.get("event"));
  const outcome = outcomes.find((name) => name === given.get("outcome"));
  const about = given.get("about")?.slice(0, 64);
  const until = matching(given.get("until"), /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/);
  const from = matching(given.get("from"), /^[1-9]\d{0,14}$/);
  return {
    ...(event && { event }),
    ...(outcome && { outcome }),
    ...(about && { about }),
    ...(until && { until }),
    ...(from && { from }),
  };
}

const matching = (text: string | null, form: RegExp) => (text && form.test(text) ? text : undefined);

/** What the server is asked: a date field has minutes, and the whole of the last one is meant. */
export function queryOf({ until, from, ...same }: RecordFilters) {
  const end = until === undefined ? Number.NaN : new Date(until).getTime();
  const whole = until?.length === 16 ? 59_999 : 999;
  return {
    ...same,
    ...(!Number.isNaN(end) && { until: new Date(end + whole).toISOString() }),
    ...(from && { from: Number(from) }),
  };
}

export function addressOf(filters: RecordFilters): string {
  const given = Object.entries(filters).filter(([, value]) => value);
  return given.length === 0 ? "/console/record" : `/console/record?${new URLSearchParams(given)}`;
}

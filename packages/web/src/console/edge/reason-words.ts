import type { AuditEventName } from "@entobot/contract/audit-events";
import type { EdgeDoor, EdgeReason } from "@entobot/contract/edge";

/** What kind of visitor was it? The order is that of the plot, from the bottom up. */
export const groups = [
  { id: "guessing", name: "Wrong credentials", fill: "fill-bad", swatch: "bg-bad" },
  { id: "flood", name: "Too much at once", fill: "fill-warn", swatch: "bg-warn" },
  { id: "outsider", name: "Not admitted", fill: "fill-accent", swatch: "bg-accent" },
  { id: "unpermitted", name: "Not permitted", fill: "fill-ink-soft", swatch: "bg-ink-soft" },
  { id: "noise", name: "Not understood", fill: "fill-line-strong", swatch: "bg-line-strong" },
] as const;
export type GroupId = (typeof groups)[number]["id"];

/** What is missing here is noise: bytes and requests that no client of ours sends. */
const groupOfReason: Partial<Record<EdgeReason, GroupId>> = {
  invalid_credentials: "guessing",
  link_invalid: "guessing",
  pairing_invalid: "guessing",
  refresh_invalid: "guessing",
  rate_limited: "flood",
  busy: "flood",
  too_large: "flood",
  too_slow: "flood",
  too_many_connections: "flood",
  address_refused: "outsider",
  forwarded_untrusted: "outsider",
  misdirected_host: "outsider",
  origin_refused: "outsider",
  csrf_failed: "outsider",
  access_denied: "unpermitted",
  authentication_timeout: "unpermitted",
  not_authenticated: "unpermitted",
  session_ended: "unpermitted",
};
export const groupOf = (reason: EdgeReason): GroupId => groupOfReason[reason] ?? "noise";

const words: Partial<Record<EdgeReason, string>> = {
  access_denied: "The role does not allow it",
  address_refused: "Not on the allow-list",
  authentication_timeout: "A socket that never signed in",
  busy: "Too much at the same time",
  csrf_failed: "From another page, without its token",
  forwarded_untrusted: "A proxy that is not trusted",
  invalid_credentials: "Wrong password or token",
  invalid_json: "Not JSON",
  invalid_path: "A path that hides where it leads",
  invalid_request: "Malformed",
  link_invalid: "A link that is used up or made up",
  method_not_allowed: "A method that does not exist there",
  misdirected_host: "Asked for another host",
  not_authenticated: "Not signed in",
  not_found: "Nothing there",
  not_http: "Not HTTP",
  origin_refused: "A page of another site",
  pairing_invalid: "A pairing code that is used up or made up",
  rate_limited: "Too many requests or attempts",
  refresh_invalid: "A refresh token that is used up or made up",
  session_ended: "A session that has ended",
  tls_failed: "TLS did not come about",
  too_large: "Too large",
  too_many_connections: "Too many connections",
  too_slow: "Too slow",
  unknown_type: "A frame that does not exist",
  unsupported_media_type: "A body of another kind",
};

export const reasonWords = (reason: EdgeReason): string => {
  const plain = reason.replaceAll("_", " ");
  return words[reason] ?? plain.charAt(0).toUpperCase() + plain.slice(1);
};

export const doorWords: Readonly<Record<EdgeDoor, string>> = { rest: "API", mobile: "Phones", web: "Web" };

/** Where the record has it; null for what never became a request, which only the access log names. */
export function eventOf(reason: EdgeReason): AuditEventName | null {
  if (reason === "not_http" || reason === "tls_failed" || reason === "not_found") return null;
  if (reason === "rate_limited") return "rate_limit_exceeded";
  if (reason === "access_denied" || reason === "not_authenticated") return "access_denied";
  return groupOf(reason) === "guessing" || reason === "session_ended" ? "auth_failed" : "request_refused";
}

import { isIP } from "node:net";
import type { AccessLine, FailedAuthentication } from "./access-log.ts";
import { quotedField } from "./quoted-field.ts";

const mostUser = 128;
const mostPath = 512;

/** Pinned: fail2ban reads it. Nothing that a stranger controls stands before the address. */
export function failureLine(failure: FailedAuthentication, now: number): string {
  const { address, user, reason, requestId } = failure;
  const shown = quotedField(user ?? "-", mostUser);
  return `${stamp(now)} Authentication failed from ${place(address)} user=${shown} reason=${word(reason)} request=${word(requestId)}\n`;
}

export function requestLine(line: AccessLine, now: number): string {
  const { address, channel, method, path, outcome, requestId, milliseconds } = line;
  const asked = `${word(method)} ${quotedField(withoutQuery(path), mostPath)}`;
  const took = `${Math.max(0, Math.round(milliseconds))}ms`;
  return `${stamp(now)} ${place(address)} ${channel} ${asked} ${word(String(outcome))} ${took} request=${word(requestId)}\n`;
}

let stampedAt = Number.NaN;
let stamped = "";

/** Many lines fall into one millisecond. */
function stamp(now: number): string {
  if (now !== stampedAt) stamped = new Date(now).toISOString();
  stampedAt = now;
  return stamped;
}

/** An address or a dash: fail2ban must never find a name here. */
const place = (address: string): string => (isIP(address) && !address.includes("%") ? address : "-");

/** Closed words of ours; anything else would be a mistake, and a place to break out of the line. */
const word = (text: string): string => (/^[\w.:-]{1,64}$/.test(text) ? text : "-");

/** An absolute form may hold somebody's name and password. */
function withoutQuery(path: string): string {
  const kept = path.replace(/[?#].*$/s, "");
  return kept === "" || /^[a-z][a-z0-9+.-]*:\/\//i.test(kept) ? "-" : kept;
}

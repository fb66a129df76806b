import { sha256Hex } from "../crypto/hash.ts";
import { timestamp } from "../pure/clock.ts";
import type { RecordedEvent } from "./event.ts";

/** The end of the chain. */
export interface Head {
  readonly seq: number;
  /** 64 hexadecimal characters. */
  readonly hash: string;
}

/** A record's place: `hash` covers the event, `seq` and `prev`. */
export interface Link extends Head {
  readonly prev: string;
}

/** What an empty record ends with, and what record 1 names as its `prev`. */
export const genesis: Head = { seq: 0, hash: "0".repeat(64) };

/**
 * The hashed bytes: canonical JSON (RFC 8785) of a record's body, written member by member in the order of the keys,
 * with `details` as it is stored. The same as `canonicalJson(body)`, several times faster; a test holds them together.
 */
export function bodyText(event: RecordedEvent, seq: number, prev: string): string {
  return (
    `{"actor":${JSON.stringify(event.actor)},"details":${event.details},"device":${quoted(event.device)}` +
    `,"event":${JSON.stringify(event.event)},"ip":${quoted(event.ip)},"outcome":${JSON.stringify(event.outcome)}` +
    `,"prev":"${prev}","seq":${seq},"severity":${JSON.stringify(event.severity)}` +
    `,"target":${quoted(event.target)},"ts":"${timestamp(event.at)}","v":1}`
  );
}

const quoted = (text: string | null): string => (text === null ? "null" : JSON.stringify(text));

export function linkAfter(head: Head, event: RecordedEvent): Link {
  const seq = head.seq + 1;
  return { seq, prev: head.hash, hash: sha256Hex(bodyText(event, seq, head.hash)) };
}

/** Places for events in their order; pure. */
export function linksAfter(head: Head, events: readonly RecordedEvent[]): Link[] {
  const links: Link[] = [];
  let last = head;
  for (const event of events) {
    const link = linkAfter(last, event);
    links.push(link);
    last = link;
  }
  return links;
}

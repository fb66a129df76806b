import type { AuditRecord } from "@entobot/contract/audit";
import type { PersonId } from "@entobot/contract/ids";
import type { LiveEvent } from "@entobot/contract/live";
import { timestamp } from "../pure/clock.ts";
import { Failure } from "../pure/failure.ts";
import type { HttpDeps } from "./deps.ts";

const pulseMs = 2_000;
const beatMs = 15_000;
const statusEveryMs = 30_000;
const mostStreams = 200;
/** Tabs and machines of one person: nobody keeps the others from watching. */
const mostOfOne = 16;
/** A console that does not read is let go rather than remembered; what it missed it asks for again. */
const mostPending = 64;

export interface LiveFeed {
  /** Server-sent events until `ended`; throws busy when too many are open, of this person or in all. */
  open(person: PersonId, ended: AbortSignal): AsyncIterable<string>;
  stop(): void;
}

/** One clock and one look at the server for all consoles that watch, and none while nobody does. */
export function createLiveFeed(
  deps: Pick<HttpDeps, "audit" | "assistant" | "connections" | "status" | "clock" | "log">,
): LiveFeed {
  const readers = new Set<Reader>();
  let refusals = 0;
  let timer: NodeJS.Timeout | undefined;
  let lastStatus = 0;
  let lastBeat = 0;

  const unlisten = deps.audit.onChained((records: readonly AuditRecord[]) => {
    for (const record of records) if (record.outcome !== "success") refusals += timesOf(record);
    const last = records.at(-1);
    if (last) send({ name: "head", data: { seq: last.seq, hash: last.hash } });
  });

  function send(event: LiveEvent): void {
    if (readers.size === 0) return;
    const text = `event: ${event.name}\ndata: ${JSON.stringify(event.data)}\n\n`;
    for (const reader of readers) reader.push(text);
  }

  function pulse(): LiveEvent {
    const { connections, assistant, clock } = deps;
    const at = timestamp(clock());
    return {
      name: "pulse",
      data: { at, connections: connections(), turns_running: assistant.running(), refusals },
    };
  }

  async function sendStatus(): Promise<void> {
    try {
      send({ name: "status", data: await deps.status() });
    } catch (error) {
      deps.log.warn("no status for the console", {}, error);
    }
  }

  function tick(): void {
    const now = deps.clock();
    send(pulse());
    if (now - lastStatus >= statusEveryMs) {
      lastStatus = now;
      void sendStatus();
    }
    if (now - lastBeat >= beatMs) {
      lastBeat = now;
      for (const reader of readers) reader.push(": beat\n\n");
    }
  }

  function watch(): void {
    if (readers.size > 0 && !timer) timer = setInterval(tick, pulseMs).unref();
    if (readers.size === 0 && timer) {
      clearInterval(timer);
      timer = undefined;
    }
  }

  async function* read(reader: Reader): AsyncGenerator<string> {
    try {
      for (;;) {
        const texts = await reader.next();
        if (!texts) return;
        yield texts;
      }
    } finally {
      reader.end();
      readers.delete(reader);
      watch();
    }
  }

  return {
    open(person, ended) {
      const own = [...readers].filter((reader) => reader.person === person).length;
      if (own >= mostOfOne || readers.size >= mostStreams) throw new Failure("busy", { retryAfter: 30 });
      const reader = new Reader(person);
      readers.add(reader);
      watch();
      const leave = () => {
        reader.end();
        readers.delete(reader);
        watch();
      };
      if (ended.aborted) leave();
      else ended.addEventListener("abort", leave, { once: true });
      const { name, data } = pulse();
      reader.push(`retry: 3000\n\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
      void sendStatus();
      return read(reader);
    },
    stop() {
      unlisten();
      for (const reader of readers) reader.end();
      readers.clear();
      watch();
    },
  };
}

/** A folded flood is one record of many. */
function timesOf({ details }: AuditRecord): number {
  const { count } = details;
  return typeof count === "number" && Number.isSafeInteger(count) && count > 0 ? count : 1;
}

/** A bounded queue with one reader. */
class Reader {
  readonly person: PersonId;
  #pending: string[] = [];
  #ended = false;
  #wake: (() => void) | undefined;

  constructor(person: PersonId) {
    this.person = person;
  }

  push(text: string): void {
    if (this.#ended) return;
    if (this.#pending.length >= mostPending) this.#ended = true;
    else this.#pending.push(text);
    this.#wake?.();
  }

  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  /** What has come in since, joined; undefined at the end. */
  async next(): Promise<string | undefined> {
    while (this.#pending.length === 0) {
      if (this.#ended) return undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.#pending.splice(0).join("");
  }
}

import { writeSync } from "node:fs";
import type { Level } from "./entry.ts";
import { createLog, type Log } from "./log.ts";
import { createWords, type Words } from "./words.ts";

export interface Terminal {
  /** Diagnostics, on stderr. */
  readonly log: Log;
  /** Words to the person who started the server, on stdout. */
  readonly words: Words;
}

/** The process's own two streams. Readable lines for people, JSON for whatever collects them. */
export function openTerminal({ level, plain }: { level: Level; plain: boolean }): Terminal {
  const form = process.stderr.isTTY ? "pretty" : "json";
  const colour = process.stdout.isTTY && !plain;
  return {
    log: createLog({ level, form, write: (line) => writeTo(2, line) }),
    words: createWords({ terminal: process.stdout.isTTY, colour, write: (text) => writeTo(1, text) }),
  };
}

/** Written at once: the last words before an exit must not be lost in a buffer. A reader that left is not our end. */
function writeTo(descriptor: number, text: string): void {
  try {
    writeSync(descriptor, text);
  } catch {
    // EPIPE, EAGAIN of a reader that stands still, EIO of a terminal that was closed: nobody is there to be told.
  }
}

import { describeError } from "./describe-error.ts";
import { type Fields, type Level, type LogEntry, levels } from "./entry.ts";
import { prettyLine } from "./pretty-line.ts";

export interface Log {
  debug(message: string, fields?: Fields): void;
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields, error?: unknown): void;
  error(message: string, fields?: Fields, error?: unknown): void;
}

export interface LogOptions {
  readonly level: Level;
  /** JSON lines for machines, or one readable line for a terminal. */
  readonly form: "json" | "pretty";
  readonly write: (line: string) => void;
  readonly now?: () => number;
}

/** The diagnostic log: for whoever runs the server. It is not the record. */
export function createLog(options: LogOptions): Log {
  const threshold = levels.indexOf(options.level);
  const now = options.now ?? Date.now;
  const format = options.form === "json" ? jsonLine : prettyLine;

  function put(level: Level, message: string, fields: Fields = {}, error?: unknown): void {
    if (levels.indexOf(level) < threshold) return;
    const time = new Date(now()).toISOString();
    const entry: LogEntry = { time, level, message, fields };
    options.write(format(error === undefined ? entry : { ...entry, error: describeError(error) }));
  }

  return {
    debug: (message, fields) => put("debug", message, fields),
    info: (message, fields) => put("info", message, fields),
    warn: (message, fields, error) => put("warn", message, fields, error),
    error: (message, fields, error) => put("error", message, fields, error),
  };
}

/** Own keys come last, so that a field can never pass for the time or the level of its line. */
function jsonLine({ fields, ...own }: LogEntry): string {
  return `${JSON.stringify({ ...fields, ...own })}\n`;
}

/** For tests and for callers that have nowhere to speak. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };

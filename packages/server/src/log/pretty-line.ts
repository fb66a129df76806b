import type { DescribedError } from "./describe-error.ts";
import type { LogEntry } from "./entry.ts";
import { printable } from "./printable.ts";

const marks = { debug: "·", info: " ", warn: "!", error: "✗" } as const;

/** `12:34:56 ! message  key=value` with the error's name and place below it. */
export function prettyLine(entry: LogEntry): string {
  const fields = Object.entries(entry.fields)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${typeof value === "string" ? quoted(value) : value}`);
  const line = [entry.time.slice(11, 19), marks[entry.level], printable(entry.message), ...fields].join(" ");
  return `${line}\n${entry.error ? errorLines(entry.error) : ""}`;
}

const quoted = (value: string): string =>
  /^[\w./:@-]+$/.test(value) ? value : printable(JSON.stringify(value));

function errorLines(error: DescribedError, lead = ""): string {
  const head = `    ${lead}${error.name}${error.code ? ` ${error.code}` : ""}\n`;
  const places = error.at.map((place) => `      at ${printable(place)}\n`).join("");
  return head + places + (error.cause ? errorLines(error.cause, "because of ") : "");
}

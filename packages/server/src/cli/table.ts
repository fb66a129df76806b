import { clean } from "./clean-text.ts";
import { padEnd, textWidth } from "./text-width.ts";

/** Columns under their headings; every cell is somebody's text and is cleaned here. No rows: `empty`. */
export function table(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  empty: string,
): string {
  if (rows.length === 0) return `${empty}\n`;
  const cells = [headings, ...rows.map((row) => row.map(clean))];
  const widths = headings.map((_, column) => Math.max(...cells.map((row) => textWidth(row[column] ?? ""))));
  const lines = cells.map((row) =>
    row
      .map((cell, column) => (column === row.length - 1 ? cell : padEnd(cell, widths[column] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
  return `${lines.join("\n")}\n`;
}

/** 2026-11-24 04:05, in UTC: what operators compare with log lines. */
export const minute = (timestamp: string | null): string =>
  timestamp === null ? "never" : timestamp.slice(0, 16).replace("T", " ");

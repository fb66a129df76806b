import type { Tokens } from "marked";
import { padEnd, textWidth } from "../text-width.ts";
import { renderInline } from "./render-inline.ts";
import type { Style } from "./style.ts";
import { wrap } from "./wrap.ts";

const gap = "  ";

/** Columns side by side; where they do not fit, the widest give way and their cells wrap. */
export function renderTable(table: Tokens.Table, columns: number, style: Style): string[] {
  const head = table.header.map((cell) => style.bold(renderInline(cell.tokens, style)));
  const body = table.rows.map((row) => row.map((cell) => renderInline(cell.tokens, style)));
  const widths = fit(
    head.map((cell, column) =>
      Math.max(...[cell, ...body.map((row) => row[column] ?? "")].map(textWidth), 1),
    ),
    columns - gap.length * (head.length - 1),
  );
  const rule = widths.map((width) => "─".repeat(width)).join(gap);
  return [...renderRow(head, widths), style.dim(rule), ...body.flatMap((row) => renderRow(row, widths))];
}

function renderRow(cells: readonly string[], widths: readonly number[]): string[] {
  const wrapped = widths.map((width, column) => wrap(cells[column] ?? "", width));
  const height = Math.max(...wrapped.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    wrapped
      .map((lines, column) => padEnd(lines[line] ?? "", widths[column] ?? 0))
      .join(gap)
      .trimEnd(),
  );
}

function fit(wanted: readonly number[], room: number): number[] {
  const widths = [...wanted];
  const narrowest = 8;
  for (;;) {
    const excess = widths.reduce((sum, width) => sum + width, 0) - room;
    const widest = Math.max(...widths);
    if (excess <= 0 || widest <= narrowest) return widths;
    const at = widths.indexOf(widest);
    const next = Math.max(narrowest, ...widths.filter((width) => width < widest));
    widths[at] = Math.max(next - (next === narrowest ? 0 : 1), narrowest, widest - excess);
  }
}

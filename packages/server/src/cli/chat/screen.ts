import type { Io } from "../io.ts";

/** Output in two parts: what stays, and below it a few lines that are drawn anew at every change. */
export interface Screen {
  /** Lines that stay. */
  commit(lines: readonly string[]): void;
  /** Replaces the changing lines; at most what fits on the screen, the newest. */
  live(lines: readonly string[]): void;
}

/** Where the cursor cannot be moved (a pipe, a dumb terminal) the changing part is not shown at all. */
export function createScreen(io: Pick<Io, "write" | "colour" | "rows">): Screen {
  let drawn = 0;
  const write = (text: string) => void io.write(text).catch(() => {});
  const erase = () => (drawn === 0 ? "" : `\u001b[${drawn}A\r\u001b[0J`);
  const linesOf = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join("");

  return {
    commit(lines) {
      if (lines.length === 0 && drawn === 0) return;
      write(erase() + linesOf(lines));
      drawn = 0;
    },
    live(lines) {
      if (!io.colour) return;
      const shown = lines.slice(-Math.max(1, io.rows() - 2));
      write(erase() + linesOf(shown));
      drawn = shown.length;
    },
  };
}

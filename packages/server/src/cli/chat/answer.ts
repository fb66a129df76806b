import { cleanLines } from "../clean-text.ts";
import { lastBlockAt, type RenderOptions, renderMarkdown } from "../markdown/render-markdown.ts";
import type { Screen } from "./screen.ts";

/** An answer on its way to the screen: finished blocks stay, the one being written is drawn anew. */
export interface Answer {
  /** The whole text so far. */
  grow(text: string): void;
  finish(text: string): void;
}

export function createAnswer(screen: Screen, options: () => RenderOptions): Answer {
  /** Where in the text the first block begins that is not committed. */
  let from = 0;

  /** Blocks stand apart by an empty line, also those that were committed at different times. */
  function render(text: string, precededByMore: boolean): string[] {
    const lines = renderMarkdown(text, options());
    return precededByMore && lines.length > 0 ? ["", ...lines] : lines;
  }

  return {
    grow(text) {
      const open = cleanLines(text).slice(from);
      const boundary = lastBlockAt(open);
      if (boundary > 0) {
        screen.commit(render(open.slice(0, boundary), from > 0));
        from += boundary;
      }
      screen.live(render(open.slice(boundary), from > 0));
    },
    finish(text) {
      screen.commit(render(cleanLines(text).slice(from), from > 0));
      from = 0;
    },
  };
}

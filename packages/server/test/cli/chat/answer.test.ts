import { expect, test } from "vitest";
import { createAnswer } from "../../../src/cli/chat/answer.ts";
import { renderMarkdown } from "../../../src/cli/markdown/render-markdown.ts";
import { styleFor } from "../../../src/cli/markdown/style.ts";

const options = { columns: 40, style: styleFor(false) };
const text = "# Title\n\nA paragraph\nof two lines.\n\n1. one\n2. two\n\n```\ncode\n\nmore\n```\n\nThe end.";

test("whatever the pieces, the screen ends with what the whole text looks like", () => {
  for (const size of [1, 2, 3, 7, 1000]) {
    const stays: string[] = [];
    let changing: readonly string[] = [];
    const screen = {
      commit(lines: readonly string[]) {
        changing = [];
        stays.push(...lines);
      },
      live(lines: readonly string[]) {
        changing = lines;
      },
    };
    const answer = createAnswer(screen, () => options);
    for (let end = size; end < text.length + size; end += size) {
      answer.grow(text.slice(0, end));
      const seen = [...stays, ...changing];
      expect(seen.length, `after ${end} characters in pieces of ${size}`).toBeGreaterThan(0);
    }
    answer.finish(text);
    expect(stays, `pieces of ${size}`).toEqual(renderMarkdown(text, options));
  }
});

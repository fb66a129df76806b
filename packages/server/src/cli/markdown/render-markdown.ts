import { lexer, type Token, type Tokens } from "marked";
import { clean, cleanLines } from "../clean-text.ts";
import { renderInline } from "./render-inline.ts";
import { renderTable } from "./render-table.ts";
import type { Style } from "./style.ts";
import { wrap } from "./wrap.ts";

export interface RenderOptions {
  readonly columns: number;
  readonly style: Style;
}

/** Deeper nesting is shown as it was written: a model must not be able to exhaust the stack. */
const deepest = 12;

/**
 * A model's Markdown as lines for a terminal. The text is cleaned of control characters before anything else sees it,
 * so every escape sequence in the result is our own.
 */
export function renderMarkdown(text: string, options: RenderOptions): string[] {
  return renderBlocks(blocksOf(cleanLines(text)), options, 0);
}

/** Nesting that exhausts the lexer's stack is shown as it was written. */
function blocksOf(text: string): Token[] {
  try {
    return lexer(text, { gfm: true });
  } catch (error) {
    if (error instanceof RangeError) return [{ type: "html", raw: text, text }];
    throw error;
  }
}

/**
 * Where the last block of a cleaned text begins. Everything before it will look the same whatever is written after
 * the end; 0 while there is no such part.
 */
export function lastBlockAt(text: string): number {
  const tokens = blocksOf(text);
  const last = tokens.findLastIndex(({ type }) => type !== "space");
  const before = tokens
    .slice(0, Math.max(0, last))
    .map(({ raw }) => raw)
    .join("");
  return text.startsWith(before) ? before.length : 0;
}

function renderBlocks(tokens: readonly Token[], options: RenderOptions, depth: number): string[] {
  const shown = tokens.filter(({ type }) => type !== "space" && type !== "def");
  return shown.flatMap((token, index) => {
    const lines = renderBlock(token, options, depth);
    return index === 0 ? lines : ["", ...lines];
  });
}

function renderBlock(token: Token, options: RenderOptions, depth: number): string[] {
  const { style, columns } = options;
  if (depth > deepest) return wrap(cleanLines(token.raw.trimEnd()), columns);
  switch (token.type) {
    case "heading": {
      const { depth: level, tokens = [] } = token as Tokens.Heading;
      const title = style.bold(renderInline(tokens, style));
      return wrap(level === 1 ? style.underline(title) : title, columns);
    }
    case "paragraph":
    case "text":
      return wrap(inlineOf(token, style), columns);
    case "code": {
      // Not wrapped: somebody will copy it.
      const { text, lang } = token as Tokens.Code;
      const name = lang ? [style.dim(`  ${clean(lang.split(/\s/)[0] ?? "")}`)] : [];
      return [...name, ...text.split("\n").map((line) => `  ${style.codeLine(clean(line))}`)];
    }
    case "blockquote": {
      const inner = renderBlocks((token as Tokens.Blockquote).tokens, narrower(options, 2), depth + 1);
      return inner.map((line) => style.dim("│ ") + line);
    }
    case "list":
      return renderList(token as Tokens.List, options, depth);
    case "table":
      return renderTable(token as Tokens.Table, columns, style);
    case "hr":
      return [style.dim("─".repeat(Math.min(columns, 40)))];
    case "space":
    case "def":
      return [];
    default:
      // HTML and whatever else: as it was written.
      return wrap(cleanLines(token.raw.trimEnd()), columns);
  }
}

function inlineOf(token: Token, style: Style): string {
  const { tokens } = token as { tokens?: Token[] };
  return tokens === undefined ? renderInline([token], style) : renderInline(tokens, style);
}

function renderList(list: Tokens.List, options: RenderOptions, depth: number): string[] {
  const first = typeof list.start === "number" ? list.start : 1;
  return list.items.flatMap((item, index) => {
    const bullet = list.ordered ? `${first + index}. ` : "• ";
    const box = item.task ? (item.checked ? "[x] " : "[ ] ") : "";
    const mark = bullet + box;
    // Newer lexers give the box a token of its own.
    const content = item.tokens.filter(({ type }) => type !== "checkbox");
    const inner = renderItem(content, narrower(options, mark.length), depth + 1);
    const lines = inner.length === 0 ? [""] : inner;
    return lines.map(
      (line, row) => (row === 0 ? options.style.accent(mark) : " ".repeat(mark.length)) + line,
    );
  });
}

/** Within a tight list an item's text and its inner list stand without an empty line between. */
function renderItem(tokens: readonly Token[], options: RenderOptions, depth: number): string[] {
  return tokens.flatMap((token) => renderBlock(token, options, depth));
}

const narrower = (options: RenderOptions, by: number): RenderOptions => ({
  ...options,
  columns: Math.max(16, options.columns - by),
});

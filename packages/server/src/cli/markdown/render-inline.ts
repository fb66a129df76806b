import type { Token, Tokens } from "marked";
import { clean, cleanLines } from "../clean-text.ts";
import type { Style } from "./style.ts";

/**
 * Every piece of the model's text is cleaned here, where it becomes output: the lexer decodes numeric
 * character references, so a text without control characters may still spell one (`&#27;`).
 */
export function renderInline(tokens: readonly Token[], style: Style, depth = 0): string {
  return tokens.map((token) => renderToken(token, style, depth)).join("");
}

function renderToken(token: Token, style: Style, depth: number): string {
  if (depth > 12) return clean(token.raw);
  const inner = () => renderInline((token as { tokens?: Token[] }).tokens ?? [], style, depth + 1);
  switch (token.type) {
    case "strong":
      return style.bold(inner());
    case "em":
      return style.italic(inner());
    case "del":
      return style.strike(inner());
    case "codespan":
      return style.code(clean((token as Tokens.Codespan).text));
    case "br":
      return "\n";
    case "link":
      return renderLink(token as Tokens.Link, inner(), style);
    case "image": {
      const { text, href } = token as Tokens.Image;
      // Never loaded, never hidden: where it would have come from is shown.
      return style.dim(`[image${text ? `: ${clean(text)}` : ""} at ${clean(href)}]`);
    }
    case "escape":
      return clean((token as Tokens.Escape).text);
    case "text": {
      const { tokens, text } = token as Tokens.Text;
      // Line ends are the paragraph's own; everything else is one line's text.
      return tokens === undefined ? cleanLines(decodeNamed(text)) : inner();
    }
    default:
      return clean(token.raw);
  }
}

/** The whole address stands beside the words: a link must not lead where its words do not say. */
function renderLink({ href, text }: Tokens.Link, words: string, style: Style): string {
  const address = style.underline(clean(href));
  return text === href || `mailto:${text}` === href ? address : `${words} (${address})`;
}

/** The lexer leaves these to the browser. */
const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: "\u00a0" };

const decodeNamed = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|nbsp);/g, (reference, name: string) => named[name] ?? reference);

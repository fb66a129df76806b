import type { Token, Tokens } from "marked";
import type { Style } from "./style.ts";

export function renderInline(tokens: readonly Token[], style: Style, depth = 0): string {
  return tokens.map((token) => renderToken(token, style, depth)).join("");
}

function renderToken(token: Token, style: Style, depth: number): string {
  if (depth > 12) return token.raw;
  const inner = () => renderInline((token as { tokens?: Token[] }).tokens ?? [], style, depth + 1);
  switch (token.type) {
    case "strong":
      return style.bold(inner());
    case "em":
      return style.italic(inner());
    case "del":
      return style.strike(inner());
    case "codespan":
      return style.code((token as Tokens.Codespan).text);
    case "br":
      return "\n";
    case "link":
      return renderLink(token as Tokens.Link, inner(), style);
    case "image": {
      const { text, href } = token as Tokens.Image;
      // Never loaded, never hidden: where it would have come from is shown.
      return style.dim(`[image${text ? `: ${text}` : ""} at ${href}]`);
    }
    case "escape":
      return (token as Tokens.Escape).text;
    case "text": {
      const { tokens, text } = token as Tokens.Text;
      return tokens === undefined ? unescapeEntities(text) : inner();
    }
    default:
      return token.raw;
  }
}

/** The whole address stands beside the words: a link must not lead where its words do not say. */
function renderLink({ href, text }: Tokens.Link, words: string, style: Style): string {
  const address = style.underline(href);
  return text === href || `mailto:${text}` === href ? address : `${words} (${address})`;
}

const entities: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
};

const unescapeEntities = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, (entity) => entities[entity] ?? entity);

import { textWidth } from "../text-width.ts";

/** Breaks at spaces, and inside a word that is longer than a line. Colours run on across the break. */
export function wrap(text: string, width: number): string[] {
  const room = Math.max(8, width);
  return text.split("\n").flatMap((line) => wrapLine(line, room));
}

function wrapLine(line: string, room: number): string[] {
  const lines: string[] = [];
  let current = "";
  for (const word of line.split(/(?<= )/)) {
    if (current !== "" && textWidth(current) + textWidth(word.trimEnd()) > room) {
      lines.push(current.trimEnd());
      current = "";
    }
    current += word;
    while (textWidth(current.trimEnd()) > room) {
      const head = takeColumns(current, room);
      lines.push(head);
      current = current.slice(head.length);
    }
  }
  lines.push(current.trimEnd());
  return lines;
}

/** The longest beginning that fits, never cutting through an escape sequence. */
function takeColumns(text: string, room: number): string {
  let taken = "";
  for (const [part] of text.matchAll(/\u001b\[[0-9;]*m|[\s\S]/gu)) {
    if (textWidth(taken + part) > room && taken !== "") break;
    taken += part;
  }
  return taken;
}

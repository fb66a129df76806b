/**
 * Cuts Markdown into pieces that can be parsed alone, so that a growing answer parses only its last piece again.
 * It cuts at blank lines outside code fences and only before a line that begins a paragraph, heading or fence:
 * what may continue a list, a quote or a table stays with what stands before it.
 */
export function splitBlocks(text: string): readonly string[] {
  const blocks: string[] = [];
  let current: string[] = [];
  let fence: string | undefined;
  let blank = false;
  for (const line of text.split("\n")) {
    if (fence === undefined && blank && beginsBlock.test(line)) {
      blocks.push(current.join("\n"));
      current = [];
    }
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (mark !== undefined) {
      if (fence === undefined) fence = mark;
      else if (mark.startsWith(fence) && line.trim() === mark) fence = undefined;
    }
    blank = line.trim() === "";
    current.push(line);
  }
  blocks.push(current.join("\n"));
  return blocks.filter((block) => block.trim() !== "");
}

const beginsBlock = /^(?![-*+] |\d{1,9}[.)] |>|\||\[\^?[^\]]+\]:)\S/;

/** SGR sequences (ECMA-48 §8.3.117), or nothing where colours are not wanted. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  italic(text: string): string;
  underline(text: string): string;
  strike(text: string): string;
  code(text: string): string;
  /** A line of a code block: marked by its indentation already. */
  codeLine(text: string): string;
  accent(text: string): string;
  warn(text: string): string;
}

const sgr = (on: number, off: number) => (text: string) =>
  text === "" ? "" : `\u001b[${on}m${text}\u001b[${off}m`;
const same = (text: string) => text;

export function styleFor(colour: boolean): Style {
  if (!colour) {
    return {
      bold: same,
      dim: same,
      italic: same,
      underline: same,
      strike: same,
      code: (text) => `\`${text}\``,
      codeLine: same,
      accent: same,
      warn: same,
    };
  }
  return {
    bold: sgr(1, 22),
    dim: sgr(2, 22),
    italic: sgr(3, 23),
    underline: sgr(4, 24),
    strike: sgr(9, 29),
    code: sgr(36, 39),
    codeLine: sgr(36, 39),
    accent: sgr(34, 39),
    warn: sgr(33, 39),
  };
}

/** Marks that stand on the character before them, joiners and selectors take no column of their own. */
const zero = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
/** East Asian wide and full-width forms, and emoji (UAX 11, the common ranges). */
const wide =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1f9ff}\u{1fa70}-\u{1faff}\u{20000}-\u{3fffd}]$/u;

const widthOf = (character: string): number => (zero.test(character) ? 0 : wide.test(character) ? 2 : 1);

/** Columns that a line takes, colours aside. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text.replace(/\u001b\[[0-9;]*m/g, "")) width += widthOf(character);
  return width;
}

export const padEnd = (text: string, width: number): string =>
  text + " ".repeat(Math.max(0, width - textWidth(text)));

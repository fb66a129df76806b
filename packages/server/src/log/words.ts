/**
 * What the server says to the person who started it, apart from the diagnostic log: short lines on stdout, with
 * room around them. Whoever redirects the output gets the same text without colours.
 */
export interface Words {
  /** Several lines that belong together; an empty line before them. */
  say(...lines: readonly string[]): void;
  /** Something the operator should not miss. */
  warn(...lines: readonly string[]): void;
  /** True when a person is looking: one-time links are shown to a terminal only. */
  readonly terminal: boolean;
}

export interface WordsOptions {
  readonly write: (text: string) => void;
  readonly terminal: boolean;
  /** NO_COLOR and dumb terminals. */
  readonly colour: boolean;
}

export function createWords({ write, terminal, colour }: WordsOptions): Words {
  const bold = (text: string) => (colour ? `\u001b[1m${text}\u001b[0m` : text);
  const yellow = (text: string) => (colour ? `\u001b[33m${text}\u001b[0m` : text);
  const put = (lines: readonly string[], first: (text: string) => string) => {
    write(`\n${lines.map((line, index) => `  ${index === 0 ? first(line) : line}\n`).join("")}`);
  };
  return { terminal, say: (...lines) => put(lines, bold), warn: (...lines) => put(lines, yellow) };
}

/** A repeatable source of choices (mulberry32), so that a failing tampering can be had again. */
export function choices(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

export interface Tampering {
  readonly name: string;
  readonly text: Buffer;
  /** Index of the first line that is not as it was (of the original's, for cut tails the first missing one). */
  readonly firstBad: number;
}

type Lines = readonly Buffer[];
type Kind = (lines: Lines, choose: (below: number) => number) => { lines: Lines; firstBad: number };

const swapped = (lines: Lines, i: number, j: number): Lines => {
  const changed = [...lines];
  [changed[i], changed[j]] = [lines[j] as Buffer, lines[i] as Buffer];
  return changed;
};

/** What somebody with a text editor can do to a log of at least three lines. */
export const kinds: Readonly<Record<string, Kind>> = {
  "bit flip": (lines, choose) => {
    const i = choose(lines.length);
    const line = Buffer.from(lines[i] as Buffer);
    const at = choose(line.length);
    line[at] = (line[at] as number) ^ (1 << choose(8));
    return { lines: lines.with(i, line), firstBad: i };
  },
  deletion: (lines, choose) => {
    // Not the last: that is a cut tail. Not the first: then the file begins later, as rotated ones do.
    const i = 1 + choose(lines.length - 2);
    return { lines: lines.toSpliced(i, 1), firstBad: i };
  },
  swap: (lines, choose) => {
    const i = 1 + choose(lines.length - 2);
    const j = i + 1 + choose(lines.length - i - 1);
    return { lines: swapped(lines, i, j), firstBad: i };
  },
  // Beside itself or as the file's end a repeat would be what a cut leaves behind: exact, and leading on.
  duplication: (lines, choose) => {
    const i = choose(lines.length - 2);
    const to = i + 2 + choose(lines.length - i - 1);
    return { lines: lines.toSpliced(to, 0, lines[i] as Buffer), firstBad: to };
  },
  "cut tail": (lines, choose) => {
    const i = 1 + choose(lines.length - 1);
    return { lines: lines.slice(0, i), firstBad: i };
  },
};

export function tamper(lines: Lines, kind: string, choose: (below: number) => number): Tampering {
  const make = kinds[kind];
  if (!make) throw new Error(`no tampering ${kind}`);
  const { lines: changed, firstBad } = make(lines, choose);
  const text = Buffer.concat(changed.flatMap((line) => [line, Buffer.from("\n")]));
  return { name: kind, text, firstBad };
}

import { genesis, type Head } from "./chain.ts";
import type { Line } from "./parse-line.ts";
import type { Fault } from "./verdict.ts";

/** How far back a file may repeat itself: far more than is ever written again after a cut. */
const remembered = 100_000;

export interface LineOrder {
  /** Null when the line has its place. */
  accept(line: Line, number: number): Promise<Fault | null>;
  /** What is wrong with the end. */
  end(): Fault | null;
  readonly first: number | null;
  /** What the first record continues. */
  readonly before: string | null;
  /** The furthest record. */
  readonly last: Head;
  /** Records that the file's level left out. */
  readonly skipped: number;
}

/** May the records between these two be left out? */
export type ExplainGap = (after: Head, before: Line) => Promise<boolean>;

/**
 * The order of lines in a file: consecutive, each continuing the one before it. After a cut (`copytruncate`) a stretch is
 * written again: it must say the same, be without holes, and lead on to where the file had been.
 */
export function createLineOrder(explainGap: ExplainGap): LineOrder {
  const hashes = new Map<number, string>();
  let first: number | null = null;
  let before: string | null = null;
  let at: Head = genesis;
  let last: Head = genesis;
  let skipped = 0;
  let repeat: { readonly seq: number; readonly line: number } | null = null;

  function keep(line: Line): null {
    at = { seq: line.seq, hash: line.hash };
    if (line.seq >= last.seq) {
      last = at;
      repeat = null;
    }
    hashes.set(line.seq, line.hash);
    if (hashes.size > remembered) hashes.delete(hashes.keys().next().value as number);
    return null;
  }

  async function follows(line: Line): Promise<boolean> {
    if (line.seq === at.seq + 1) return line.prev === at.hash;
    if (line.seq <= at.seq || !(await explainGap(at, line))) return false;
    if (!repeat) skipped += line.seq - at.seq - 1;
    return true;
  }

  /** Back to an earlier record: the beginning of a stretch that is written again, or a line out of its place. */
  function goBack(line: Line, number: number): Fault | null {
    const known = hashes.has(line.seq);
    if (!known && first !== null && line.seq >= first)
      return wrong("A record out of its place.", line, number);
    if (first === null || line.seq < first) {
      first = line.seq;
      before = line.prev;
    }
    repeat = { seq: line.seq, line: number };
    return keep(line);
  }

  const broken = (): Fault | null =>
    repeat && { ...repeat, what: "Records stand here a second time and do not lead on." };

  return {
    async accept(line, number) {
      const known = hashes.get(line.seq);
      if (known !== undefined && known !== line.hash) {
        return wrong("The record stands here a second time, and says something else.", line, number);
      }
      if (first === null) {
        if (line.seq === 1 && line.prev !== genesis.hash) {
          return wrong("The first record names one before it.", line, number);
        }
        first = line.seq;
        before = line.prev;
        return keep(line);
      }
      if (await follows(line)) return keep(line);
      if (repeat) return broken();
      if (line.seq <= at.seq) return goBack(line, number);
      if (line.seq === at.seq + 1) {
        return wrong("The record does not continue the one before it.", line, number);
      }
      return { what: `Record ${at.seq + 1} is missing.`, seq: at.seq + 1, line: number };
    },
    end: broken,
    get first() {
      return first;
    },
    get before() {
      return before;
    },
    get last() {
      return last;
    },
    get skipped() {
      return skipped;
    },
  };
}

const wrong = (what: string, line: Line, number: number): Fault => ({ what, seq: line.seq, line: number });

import type { EdgeReason, EdgeView } from "@entobot/contract/edge";
import { type GroupId, groupOf, groups } from "./reason-words.ts";

export type GroupCounts = Readonly<Record<GroupId, number>>;

export interface Bar {
  readonly at: string;
  readonly total: number;
  readonly counts: GroupCounts;
}

export const barsOf = ({ minutes }: Pick<EdgeView, "minutes">): readonly Bar[] =>
  minutes.map(({ at, counts }) => {
    const sums: Record<GroupId, number> = { guessing: 0, flood: 0, outsider: 0, unpermitted: 0, noise: 0 };
    let total = 0;
    for (const [reason, count] of Object.entries(counts)) {
      sums[groupOf(reason as EdgeReason)] += count;
      total += count;
    }
    return { at, total, counts: sums };
  });

export const sumOf = (bars: readonly Bar[], of: (bar: Bar) => number): number =>
  bars.reduce((sum, bar) => sum + of(bar), 0);

/** A round number at or above the highest: 1, 2 or 5 times a power of ten, and never so low that one stands for much. */
export function ceilingOf(bars: readonly Bar[]): number {
  const highest = Math.max(5, ...bars.map(({ total }) => total));
  const power = 10 ** Math.floor(Math.log10(highest));
  return [1, 2, 5, 10].map((times) => times * power).find((round) => round >= highest) ?? highest;
}

/** “10 wrong credentials, 2 not understood”. */
export const groupsInWords = ({ counts }: Pick<Bar, "counts">): string =>
  groups
    .filter(({ id }) => counts[id] > 0)
    .map(({ id, name }) => `${counts[id]} ${name.toLowerCase()}`)
    .join(", ");

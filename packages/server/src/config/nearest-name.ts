/** The candidate that a typing mistake most likely meant, or none when nothing is near. */
export function findNearest(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = plain(name);
  if (wanted.length > 120) return undefined;
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const distance = judge(wanted, plain(candidate));
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return bestDistance <= Math.max(1, Math.floor(lastOf(wanted).length / 3)) ? best : undefined;
}

/** Right name in the wrong place counts as near; otherwise both path and name may be a little wrong. */
function judge(wanted: string, candidate: string): number {
  const whole = editDistance(wanted, candidate);
  const name = editDistance(lastOf(wanted), lastOf(candidate)) + (lastOf(candidate).length < 5 ? 2 : 0.5);
  return Math.min(whole, name);
}

const plain = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
const lastOf = (path: string): string => path.slice(path.lastIndexOf(".") + 1);

/** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

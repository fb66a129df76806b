const dayMs = 86_400_000;
const warnedAt = [30, 14, 7, 3, 1] as const;

/** How near the end is: days of the last warning that is due (0: it is over), or null while there is time. */
export function stageOf(certificate: { notBefore: number; notAfter: number }, now: number): number | null {
  const { notBefore, notAfter } = certificate;
  if (now >= notAfter) return 0;
  const life = (notAfter - notBefore) / dayMs;
  const left = (notAfter - now) / dayMs;
  // A certificate of six days is not to be warned about from its first day on.
  const due = warnedAt.filter((days) => left <= days && days <= life / 2);
  return due.at(-1) ?? null;
}

/** Whole days, as somebody would count them; negative after the end. */
export const daysLeft = (notAfter: number, now: number): number => Math.floor((notAfter - now) / dayMs);

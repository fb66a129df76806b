import type { Lock, Policy } from "../limits/tally.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Failures until an address is locked. Success takes nothing off: else whoever owns one account guesses for ever. */
export const addressRule: Policy = { limit: 10, windowMs: 15 * minute };
/** Failures until an account is locked, wherever they come from, whether it exists or not. */
export const accountRule: Policy = { limit: 50, windowMs: hour };

/** Failures of one known browser or session until it counts as a stranger again, for as long as its lock lasts. */
export const knownRule: Policy = { limit: 10, windowMs: hour };

/** How long the memory of a lock lives after its end; after a quiet day the next one is short again. */
export const remembered = day;

const lockMs = (level: number): number => Math.min(hour, minute * 2 ** Math.min(level - 1, 10));

export const isForgotten = (lock: Lock, now: number): boolean => now - lock.until >= remembered;

export function nextLock(last: Lock | undefined, now: number): Lock {
  const level = last && !isForgotten(last, now) ? last.level + 1 : 1;
  return { level, startedAt: now, until: now + lockMs(level) };
}

export const isLocked = (lock: Lock | undefined, now: number): lock is Lock =>
  lock !== undefined && now < lock.until;

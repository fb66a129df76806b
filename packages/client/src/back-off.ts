const firstMs = 500;
const longestMs = 60_000;

/** The longest that a server is believed: its own longest lock. */
const longestToldMs = 3_600_000;
const longestSpreadMs = 10_000;

/**
 * Exponential with equal jitter: half of the delay is certain, half is spread, so that a thousand phones that lost one
 * server do not come back in one second. `attempt` counts from 1. What the server asked for, in seconds, is the least,
 * and those who were told the same do not come at once either.
 */
export function backOff(attempt: number, random: () => number, retryAfter = 0): number {
  const whole = Math.min(longestMs, firstMs * 2 ** Math.min(attempt - 1, 16));
  const told = Math.min(retryAfter * 1000, longestToldMs);
  const spread = Math.min(told / 2, longestSpreadMs) * random();
  return Math.round(Math.max(told + spread, whole / 2 + (whole / 2) * random()));
}

const firstMs = 500;
const longestMs = 60_000;

/**
 * Exponential with equal jitter: half of the delay is certain, half is spread, so that a thousand phones that lost one
 * server do not come back in one second. `attempt` counts from 1.
 */
export function backOff(attempt: number, random: () => number): number {
  const whole = Math.min(longestMs, firstMs * 2 ** Math.min(attempt - 1, 16));
  return Math.round(whole / 2 + (whole / 2) * random());
}

const minute = 60_000;

/** How long alerts wait, in milliseconds. Tests are in more of a hurry. */
export interface AlertTimes {
  /** After each message of a storm, the next one waits this long. The last value repeats; a window without events ends the storm. */
  readonly windows: readonly number[];
  readonly firstRetry: number;
  readonly longestRetry: number;
  /** After this long a message counts as failed. */
  readonly patience: number;
  /** A claimed message is another server's again after this; longer than any try takes. */
  readonly claim: number;
  /** Looks this often for messages that nobody announced: other servers' work. */
  readonly look: number;
  /** Looks this often for records that were chained unheard: while the hearing began, or failed. */
  readonly lookAtRecord: number;
  /** Failed messages are forgotten. */
  readonly keepFailed: number;
}

export const alertTimes: AlertTimes = {
  windows: [minute, 5 * minute, 15 * minute, 60 * minute],
  firstRetry: 15_000,
  longestRetry: 15 * minute,
  patience: 3 * 24 * 60 * minute,
  claim: 3 * minute,
  look: 15_000,
  lookAtRecord: 1_000,
  keepFailed: 30 * 24 * 60 * minute,
};

/** Doubles up to the longest, give or take a fifth, so that several servers do not knock at once. `chance` is in [0, 1). */
export function retryAfter(times: AlertTimes, attempts: number, chance: number): number {
  const wait = Math.min(times.longestRetry, times.firstRetry * 2 ** Math.min(attempts - 1, 20));
  return Math.min(times.longestRetry, Math.round(wait * (0.8 + 0.4 * chance)));
}

/** How long a storm stays quiet after its message number `step` (from 0). */
export const windowOf = (times: AlertTimes, step: number): number =>
  times.windows[Math.min(step, times.windows.length - 1)] ?? 0;

/** Wall-clock time in milliseconds since the Unix epoch. Given to every part that needs the time. */
export type Clock = () => number;

/** RFC 3339 in UTC with milliseconds. */
export const timestamp = (ms: number): string => new Date(ms).toISOString();

/** Whole seconds, as JWT (RFC 7519 NumericDate) and the original frames count. */
export const unixSeconds = (ms: number): number => Math.floor(ms / 1000);

/**
 * What strangers may ask as often as they like is asked inside at most once in `ms`: all who ask meanwhile share the
 * answer, a failed one too.
 */
export function sharedFor<T>(
  ms: number,
  ask: () => Promise<T>,
  now: () => number = () => performance.now(),
): () => Promise<T> {
  let shared: Promise<T> | null = null;
  let askedAt = 0;
  return () => {
    if (shared === null || now() - askedAt >= ms) {
      askedAt = now();
      shared = ask();
    }
    return shared;
  };
}

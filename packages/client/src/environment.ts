/** What tests replace. The defaults are the platform's own. */
export interface Environment {
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
  readonly setTimer: (work: () => void, ms: number) => () => void;
  /** In [0, 1). Spreads retries; nothing secret comes from it. */
  readonly random: () => number;
  readonly openSocket: (url: string) => WebSocket;
  readonly fetch: typeof fetch;
  /** Calls `wake` when a retry is likely to succeed now: the network came back, the page became visible. */
  readonly onWake: (wake: () => void) => () => void;
  /** Calls `lost` when the platform itself says that there is no network. */
  readonly onLost: (lost: () => void) => () => void;
}

/** Timers hold at most 2^31 - 1 ms; later ones are re-armed by whoever asked when they fire early. */
const longestTimer = 2 ** 31 - 1;

export const platform: Environment = {
  now: () => Date.now(),
  setTimer(work, ms) {
    const timer = setTimeout(work, Math.min(Math.max(0, ms), longestTimer));
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
  openSocket: (url) => new WebSocket(url),
  fetch: (input, init) => globalThis.fetch(input, init),
  onWake(wake) {
    if (typeof addEventListener !== "function" || typeof document === "undefined") return () => {};
    const visible = () => document.visibilityState === "visible" && wake();
    addEventListener("online", wake);
    document.addEventListener("visibilitychange", visible);
    return () => {
      removeEventListener("online", wake);
      document.removeEventListener("visibilitychange", visible);
    };
  },
  onLost(lost) {
    if (typeof addEventListener !== "function" || typeof document === "undefined") return () => {};
    addEventListener("offline", lost);
    return () => removeEventListener("offline", lost);
  },
};

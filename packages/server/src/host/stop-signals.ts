import { closeSync, openSync } from "node:fs";

export interface StopSignals {
  /** Called once: drain and close in order. */
  readonly stop: (why: string) => void;
  /** Called when the signal comes again later than a moment: the operator does not want to wait. */
  readonly hurry: () => void;
  readonly reload: () => void;
}

/** One Ctrl-C in a terminal, or a TERM to the group, reaches us several times: through npm and by itself. */
const sameMomentMs = 2_000;
const parentCheckMs = 500;

/**
 * SIGTERM and SIGINT stop; SIGHUP reads the configuration again. `follow` is the process that started us on a user's
 * behalf (npm): when it is gone without a word, even by SIGKILL, nobody could stop us any more, so we stop.
 */
export function listenToSignals(signals: StopSignals, follow: number | undefined): () => void {
  let stoppedAt: number | undefined;
  const stop = (why: string) => {
    const now = performance.now();
    if (stoppedAt === undefined) {
      stoppedAt = now;
      signals.stop(why);
    } else if (now - stoppedAt > sameMomentMs) signals.hurry();
  };
  const onTerm = () => stop("SIGTERM");
  const onInt = () => stop("SIGINT");
  const onHangUp = () => (terminalClosed() ? stop("the terminal was closed") : signals.reload());
  process.on("SIGTERM", onTerm).on("SIGINT", onInt).on("SIGHUP", onHangUp);
  const timer =
    follow === undefined
      ? undefined
      : setInterval(() => {
          if (process.ppid === follow) return;
          clearInterval(timer);
          if (stoppedAt === undefined) stop("the program that started it ended");
        }, parentCheckMs).unref();
  return () => {
    clearInterval(timer);
    process.off("SIGTERM", onTerm).off("SIGINT", onInt).off("SIGHUP", onHangUp);
  };
}

let hadTerminal: boolean | undefined;

/** A hang-up of a lost terminal is not `kill -HUP`: with the terminal gone, /dev/tty cannot be opened any more. */
function terminalClosed(): boolean {
  return hadTerminal === true && !hasTerminal();
}

function hasTerminal(): boolean {
  try {
    closeSync(openSync("/dev/tty", "r"));
    return true;
  } catch {
    return false;
  }
}

/** Remembers at the start whether there is a terminal that can be lost. */
export function rememberTerminal(): void {
  hadTerminal = hasTerminal();
}

import { failureLine, requestLine } from "./access-line.ts";
import type { AccessLog } from "./access-log.ts";
import type { Log } from "./log.ts";
import { type LogFile, openLogFile } from "./log-file.ts";

export interface AccessLogOptions {
  readonly path: string;
  readonly clock: () => number;
  readonly log: Log;
}

export interface AccessLogWriter extends AccessLog {
  /** Why the file is behind, or null. */
  trouble(): string | null;
  /** Writes what waits, then closes. */
  stop(): Promise<void>;
}

/** How often an idle file is looked at, and how long a busy one is written without a look. */
const lookMs = 250;
/** Between the copy and the cut of `copytruncate` lines may fall: those of this long before are written again. */
const replayMs = 5_000;
/** Lines of so long go in one write: it costs as much for one line as for a hundred. */
const gatherMs = 40;
const mostWaiting = 8 * 1024 * 1024;
const mostRecent = 16 * 1024 * 1024;

/**
 * Takes lines at once and writes them as fast as the disk takes them. No request ever waits for it: while the file cannot be
 * written lines wait here, as far as there is room, and are counted beyond that.
 */
export function writeAccessLog({ path, clock, log }: AccessLogOptions): AccessLogWriter {
  let file: LogFile | null = null;
  let waiting: string[] = [];
  let waitingBytes = 0;
  let lost = 0;
  /** What went into the file lately, with the time when it did. */
  const recent: { readonly at: number; readonly text: string }[] = [];
  let recentBytes = 0;
  let lookedAt = 0;
  /** Looked at before the next write, however lately it was. */
  let due = true;
  let trouble: string | null = null;
  let blocked = false;
  let running: Promise<void> | null = null;
  let gathering: NodeJS.Timeout | undefined;

  function take(line: string): void {
    if (waitingBytes + line.length > mostWaiting) {
      lost++;
      return;
    }
    waiting.push(line);
    waitingBytes += line.length;
    if (trouble === null) gather();
  }

  function gather(): void {
    gathering ??= setTimeout(pump, gatherMs);
  }

  async function look(open: LogFile): Promise<void> {
    const found = await open.check();
    const now = performance.now();
    blocked = found === "blocked";
    if (found === "truncated") replay(open.end);
    if (found === "reopened" || found === "truncated") {
      log.info("the access log was renamed, removed or cut; going on in the new one", { found });
      forgetBefore(Number.POSITIVE_INFINITY);
    }
    forgetBefore(now - replayMs);
    lookedAt = now;
    due = false;
  }

  /** The last `kept` bytes came after the cut and are there. */
  function replay(kept: number): void {
    let there = kept;
    const gone = recent.filter(({ at }) => at > lookedAt - replayMs);
    for (let last = gone.at(-1); last && there >= last.text.length; last = gone.at(-1)) {
      there -= last.text.length;
      gone.pop();
    }
    const lines = gone.map(({ text }) => text);
    waiting = [...lines, ...waiting];
    for (const text of lines) waitingBytes += text.length;
  }

  function forgetBefore(time: number): void {
    const first = recent.findIndex(({ at }) => at >= time);
    const old = recent.splice(0, first < 0 ? recent.length : first);
    for (const { text } of old) recentBytes -= text.length;
  }

  async function write(open: LogFile): Promise<void> {
    const lines = waiting;
    const bytes = waitingBytes;
    waiting = [];
    waitingBytes = 0;
    const text = lines.join("");
    try {
      await open.append(text);
    } catch (error) {
      waiting = [...lines, ...waiting];
      waitingBytes += bytes;
      throw error;
    }
    recent.push({ at: performance.now(), text });
    recentBytes += text.length;
    while (recentBytes > mostRecent && recent.length > 1) recentBytes -= recent.shift()?.text.length ?? 0;
  }

  async function step(): Promise<void> {
    file ??= await openLogFile({ path, begins: /^\d{4}-\d\d-\d\dT/, durable: false });
    if (due || performance.now() - lookedAt >= lookMs) await look(file);
    if (waiting.length > 0) await write(file);
  }

  function pump(): void {
    clearTimeout(gathering);
    gathering = undefined;
    running ??= step()
      .then(
        () => recovered(),
        (error: unknown) => failed(error),
      )
      .finally(() => {
        running = null;
        // What came while the last write was ending.
        if (waiting.length > 0 && trouble === null) gather();
      });
  }

  function recovered(): void {
    trouble = null;
    if (lost === 0) return;
    log.error("lines of the access log were lost while it could not be written", { lost });
    lost = 0;
  }

  function failed(error: unknown): void {
    if (trouble === null)
      log.error("the access log cannot be written; requests are served all the same", {}, error);
    const code = (error as NodeJS.ErrnoException).code;
    trouble = `the access log is behind${code ? ` (${code})` : ""}`;
  }

  const tick = setInterval(pump, lookMs);
  tick.unref();
  pump();

  return {
    request: (line) => take(requestLine(line, clock())),
    authenticationFailed: (failure) => take(failureLine(failure, clock())),
    trouble: () => trouble ?? (blocked ? "the access log was renamed and a new one may not be opened" : null),
    async stop() {
      clearInterval(tick);
      // The file may have been cut since it was looked at last; what a running step began goes first.
      while (running) await running;
      due = true;
      do {
        pump();
        while (running) await running;
      } while (waiting.length > 0 && trouble === null);
      clearTimeout(gathering);
      await file?.close();
    },
  };
}

/** For tests, and for commands that answer no requests. */
export const silentAccessLog: AccessLogWriter = {
  request() {},
  authenticationFailed() {},
  trouble: () => null,
  async stop() {},
};

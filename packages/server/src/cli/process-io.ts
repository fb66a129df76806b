import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Io } from "./io.ts";
import { readHidden } from "./read-hidden.ts";

/** The process's own streams. `plain`: NO_COLOR is set or the terminal is dumb. `stopped` fires at Ctrl-C and TERM. */
export function processIo(options: { plain: boolean }): Io & { release(): void } {
  const { stdin, stdout, stderr } = process;
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  // Told again by the callback of the write that failed.
  stdout.on("error", () => stop.abort());

  return {
    write: (text) =>
      new Promise((resolve, reject) => {
        stdout.write(text, (error) => (error ? reject(error) : resolve()));
      }),
    complain: (text) => void stderr.write(text),
    outTerminal: stdout.isTTY === true,
    inTerminal: stdin.isTTY === true,
    colour: stdout.isTTY === true && !options.plain,
    columns: () => stdout.columns || 80,
    rows: () => stdout.rows || 24,
    async ask(question) {
      const lines = createInterface({ input: stdin, output: stderr, terminal: stdin.isTTY === true });
      try {
        const answer = new Promise<string>((resolve) => lines.question(question, resolve));
        return await Promise.race([
          answer,
          once(lines, "close").then(() => null),
          aborted(stop.signal).then(() => null),
        ]);
      } finally {
        lines.close();
      }
    },
    askHidden: (question) => readHidden(stdin, stderr, question),
    async readAll() {
      const chunks: Buffer[] = [];
      for await (const chunk of stdin) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks).toString("utf8");
    },
    stopped: stop.signal,
    input: stdin,
    release() {
      process.off("SIGINT", onSignal);
      process.off("SIGTERM", onSignal);
      stdin.pause();
    },
  };
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });

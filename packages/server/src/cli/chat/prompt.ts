import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import type { Io } from "../io.ts";

export interface Prompt {
  /** Shows the prompt and what was typed so far, or takes both off the screen; typing goes on unseen meanwhile. */
  show(): void;
  hide(): void;
  setText(text: string): void;
  readonly isEmpty: () => boolean;
  clear(): void;
  close(): void;
}

export interface PromptHandlers {
  readonly line: (text: string) => void;
  /** Esc. */
  readonly escape: () => void;
  /** Ctrl-C. */
  readonly interrupt: () => void;
  /** Ctrl-D, or the end of a pipe. */
  readonly end: () => void;
}

/** A line editor (readline) whose echo can be turned off, so that it and the answers do not write over each other. */
export function openPrompt(io: Io, handlers: PromptHandlers): Prompt {
  const terminal = io.inTerminal && io.outTerminal && io.colour;
  let visible = false;
  const output = new Writable({
    write(chunk, _encoding, done) {
      // At once: what waited in a buffer would be judged by a later `visible`.
      if (visible) void io.write(String(chunk)).catch(() => {});
      done();
    },
  });
  // readline asks its output for the width to know where lines break.
  Object.defineProperty(output, "columns", { get: () => io.columns() });
  const lines = createInterface({
    input: io.input,
    output,
    terminal,
    escapeCodeTimeout: 50,
    historySize: 200,
  });
  let closing = false;
  const onKey = (_text: string | undefined, key: { name?: string } | undefined) => {
    if (key?.name === "escape") handlers.escape();
  };
  io.input.on("keypress", onKey);
  lines.on("line", (text) => {
    // The cursor stands on the next line: there is no prompt until it is shown again.
    visible = false;
    handlers.line(text);
  });
  lines.on("SIGINT", handlers.interrupt);
  lines.on("close", () => {
    io.input.off("keypress", onKey);
    if (!closing) handlers.end();
  });

  return {
    show() {
      if (!terminal || visible) return;
      visible = true;
      lines.prompt(true);
    },
    hide() {
      if (!terminal || !visible) return;
      void io.write("\r\u001b[0J");
      visible = false;
    },
    setText(text) {
      lines.setPrompt(text);
      if (visible) lines.prompt(true);
    },
    isEmpty: () => lines.line === "",
    clear() {
      lines.write(null, { ctrl: true, name: "e" });
      lines.write(null, { ctrl: true, name: "u" });
    },
    close() {
      closing = true;
      visible = false;
      lines.close();
    },
  };
}

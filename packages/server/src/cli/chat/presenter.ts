import type { ConversationView, Entry } from "@entobot/client";
import { clean, cleanLines } from "../clean-text.ts";
import type { RenderOptions } from "../markdown/render-markdown.ts";
import { createAnswer } from "./answer.ts";
import type { Screen } from "./screen.ts";
import { describeError } from "./words.ts";

export interface Presenter {
  /** Shows what changed since the last call. */
  update(): void;
  /** The person typed this message here: its entry is on the screen already. */
  typedHere(id: string): void;
  stop(): void;
}

const historyShown = 10;

/** Puts a conversation on the screen, each entry once, the running answer as it grows. */
export function createPresenter(
  view: ConversationView,
  screen: Screen,
  options: () => RenderOptions,
  onChange: () => void,
): Presenter {
  const own = new Set<string>();
  let shown: number | undefined;
  let answer = createAnswer(screen, options);
  let growing = false;
  let failures = new Set<string>();
  let problem: unknown = null;

  function show(entry: Entry): void {
    const { style } = options();
    if (entry.role === "assistant") {
      answer.finish(entry.content);
      answer = createAnswer(screen, options);
      growing = false;
      screen.commit([...(entry.error === null ? [] : [style.warn(describeError(entry.error))]), ""]);
    } else if (entry.role === "tool" && entry.tool !== null) {
      screen.commit([style.dim(`· ${clean(entry.tool.name)}: ${clean(entry.tool.outcome)}`)]);
    } else if (entry.client_id === null || !own.has(entry.client_id)) {
      screen.commit([
        ...cleanLines(entry.content)
          .split("\n")
          .map((line) => style.bold(`› ${line}`)),
        "",
      ]);
    }
  }

  const presenter: Presenter = {
    update() {
      const state = view.state();
      const { style } = options();
      if (state.loaded || state.entries.length > 0) {
        shown ??= Math.max(0, (state.entries.at(-historyShown)?.seq ?? 1) - 1);
        const after = shown;
        for (const entry of state.entries) {
          if (entry.seq <= after) continue;
          show(entry);
          shown = entry.seq;
        }
      }
      if (state.streaming !== "") {
        growing = true;
        answer.grow(state.streaming);
      } else if (growing && !state.busy) growing = false;
      for (const { message, failed } of state.waiting) {
        if (failed === null || failures.has(message.id)) continue;
        failures = new Set([...failures, message.id]);
        screen.commit([style.warn(`Not sent: ${clean(failed.message)}`), ""]);
      }
      if (state.problem !== null && state.problem !== problem) {
        screen.commit([style.warn(clean(state.problem.message)), ""]);
      }
      problem = state.problem;
      onChange();
    },
    typedHere: (id) => void own.add(id),
    stop: () => unsubscribe(),
  };
  const unsubscribe = view.subscribe(() => presenter.update());
  return presenter;
}

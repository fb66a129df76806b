import type { Usage } from "@entobot/contract/conversations";
import type { LanguageModel, ModelRequest, ToolCall } from "../models/model.ts";
import { ModelFailure } from "../models/model-failure.ts";

export interface StepResult {
  readonly calls: readonly ToolCall[];
  readonly usage: Usage | null;
}

export interface StepOptions {
  readonly onText: (text: string) => void;
  readonly silenceMs: number;
  readonly retryMs: number;
  readonly retryPauseMs: number;
  readonly answerCharacters: number;
}

/** A provider that asks for a longer pause is not waited for: the person is told instead. */
const longestPauseMs = 20_000;
const tries = 4;
const callsPerStep = 16;

/** One request to the model, tried again only while nothing of an answer has been seen. */
export async function modelStep(
  model: LanguageModel,
  request: ModelRequest,
  options: StepOptions,
): Promise<StepResult> {
  const giveUpAt = performance.now() + options.retryMs;
  for (let attempt = 1; ; attempt++) {
    const seen = { anything: false };
    try {
      return await oneTry(model, request, options, seen);
    } catch (error) {
      const again = error instanceof ModelFailure && error.retryable && !seen.anything && attempt < tries;
      if (!again || request.signal.aborted) throw error;
      const pause = Math.max(error.retryAfterMs ?? 0, options.retryPauseMs * 2 ** (attempt - 1));
      if (pause > longestPauseMs || performance.now() + pause > giveUpAt) throw error;
      await sleep(pause, request.signal);
    }
  }
}

async function oneTry(
  model: LanguageModel,
  request: ModelRequest,
  options: StepOptions,
  seen: { anything: boolean },
): Promise<StepResult> {
  const silent = new AbortController();
  const signal = AbortSignal.any([request.signal, silent.signal]);
  const timer = setTimeout(() => silent.abort("silent"), options.silenceMs);
  const stopped = whenAborted(signal);
  try {
    return await Promise.race([consume(), stopped.promise]);
  } catch (error) {
    if (silent.signal.aborted && !request.signal.aborted) throw new ModelFailure("silent", { cause: error });
    throw error;
  } finally {
    clearTimeout(timer);
    stopped.release();
    // Whatever the model still does belongs to nobody: it must not hold its connection.
    silent.abort("done");
  }

  async function consume(): Promise<StepResult> {
    const calls: ToolCall[] = [];
    let usage: Usage | null = null;
    let characters = 0;
    for await (const event of model.stream({ ...request, signal })) {
      if (signal.aborted) break;
      timer.refresh();
      if (event.type === "text" && event.text !== "") {
        seen.anything = true;
        characters += event.text.length;
        if (characters > options.answerCharacters) throw new ModelFailure("too_large");
        options.onText(event.text);
      } else if (event.type === "tool_call") {
        seen.anything = true;
        if (calls.push(event.call) > callsPerStep) throw new ModelFailure("too_large");
      } else if (event.type === "usage") {
        usage = event.usage;
      } else if (event.type === "end") {
        if (event.reason === "refused") throw new ModelFailure("filtered");
        return { calls, usage };
      }
    }
    throw new ModelFailure("malformed");
  }
}

function whenAborted(signal: AbortSignal): { promise: Promise<never>; release: () => void } {
  let release = () => {};
  const promise = new Promise<never>((_, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
    release = () => signal.removeEventListener("abort", stop);
  });
  promise.catch(() => {});
  return { promise, release };
}

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  const stopped = whenAborted(signal);
  let timer: NodeJS.Timeout | undefined;
  const slept = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  try {
    await Promise.race([slept, stopped.promise]);
  } finally {
    clearTimeout(timer);
    stopped.release();
  }
}

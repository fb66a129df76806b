import type { Message } from "@entobot/contract/conversations";
import type { Entry } from "../append-entry.ts";
import { ModelFailure, plainWords } from "../models/model-failure.ts";
import { entryOf, metadata, type Progress } from "./progress.ts";
import type { Turn } from "./turn.ts";

/** The entry that closes a turn which has no full answer: what was said so far, and why it ends there. */
export function ending(
  turn: Turn,
  progress: Progress,
  error: unknown,
  unknown: (error: unknown) => void,
): Entry {
  const why = judge(turn, error);
  if (why.error === "internal") unknown(error);
  const content = [progress.text, why.words].filter((text) => text !== "").join("\n\n");
  return {
    ...entryOf(turn, progress),
    content,
    error: why.error,
    event: {
      event: why.event,
      outcome: "failure",
      details: { ...metadata(turn, progress), reason: why.reason, characters: content.length },
    },
  };
}

interface Why {
  readonly error: NonNullable<Message["error"]>;
  readonly event: "turn_cancelled" | "turn_interrupted" | "turn_failed";
  readonly reason: string;
  readonly words: string;
}

export const interruptedWords = "The answer was interrupted by a restart. Send the message again.";

function judge(turn: Turn, error: unknown): Why {
  const { signal } = turn.stop;
  if (signal.aborted && signal.reason === "cancelled") {
    return { error: "cancelled", event: "turn_cancelled", reason: "cancelled", words: "" };
  }
  if (signal.aborted && signal.reason === "interrupted") {
    return { error: "interrupted", event: "turn_interrupted", reason: "restart", words: interruptedWords };
  }
  const failure = signal.aborted ? new ModelFailure("out_of_time") : error;
  if (failure instanceof ModelFailure) {
    const { code, reason } = failure;
    return { error: code, event: "turn_failed", reason, words: plainWords[reason] };
  }
  const words = "Something went wrong while this was answered. An administrator finds the reason in the log.";
  return { error: "internal", event: "turn_failed", reason: "internal", words };
}

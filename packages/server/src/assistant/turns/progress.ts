import type { Message } from "@entobot/contract/conversations";
import type { Turn } from "./turn.ts";

export interface Progress {
  /** What the person has seen of the answer that is not an entry yet. */
  text: string;
  readonly startedAt: number;
  firstTextMs: number | null;
  usage: Message["usage"];
}

/** What every entry of an assistant's answer has in common. */
export const entryOf = (turn: Turn, progress: Progress) => ({
  call: turn.call,
  personId: turn.call.principal.personId,
  conversationId: turn.conversationId,
  role: "assistant" as const,
  model: turn.model.id,
  usage: progress.usage,
  turn: turn.seq,
});

/** For the record: how it went, nothing of what was said. */
export const metadata = (turn: Turn, { usage, startedAt, firstTextMs }: Progress) => ({
  model: turn.model.id,
  answers: turn.seq,
  input_tokens: usage?.input_tokens ?? null,
  output_tokens: usage?.output_tokens ?? null,
  took_ms: Math.round(performance.now() - startedAt),
  first_text_ms: firstTextMs === null ? null : Math.round(firstTextMs),
});

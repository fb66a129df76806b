import { isFailure } from "../../pure/failure.ts";
import { appendEntry, type Entry } from "../append-entry.ts";
import type { AssistantDeps } from "../deps.ts";
import type { Channel } from "../live/channel.ts";
import type { Hub } from "../live/hub.ts";
import { readHistory } from "../messages-store.ts";
import type { ModelMessage } from "../models/model.ts";
import { openMessage } from "../seal-message.ts";
import { ending } from "./ending.ts";
import { historyFor } from "./history.ts";
import { modelStep } from "./model-step.ts";
import { entryOf, metadata, type Progress } from "./progress.ts";
import type { RecentHistory } from "./recent-history.ts";
import { systemWords } from "./system-words.ts";
import { describeTools, runCalls, type Write } from "./tool-round.ts";
import type { StopReason, Turn } from "./turn.ts";
import type { Elsewhere } from "./turn-queue.ts";

export interface TurnParts {
  readonly deps: AssistantDeps;
  readonly hub: Hub;
  readonly recent: RecentHistory;
}

/** Answers one message: model, tools, model … until there is an answer or a reason for none. Never throws. */
export async function runTurn(parts: TurnParts, turn: Turn, elsewhere: Elsewhere): Promise<void> {
  const { deps, hub, recent } = parts;
  const { limits, log } = deps;
  const channel = hub.channel(turn.conversationId);
  channel.begin(turn.seq);
  const clock = setTimeout(() => stop("out_of_time"), limits.turnMs);
  const unwatch = deps.sessions?.watch(turn.call.principal.sessionId, () => stop("cancelled"));
  const progress: Progress = { text: "", startedAt: performance.now(), firstTextMs: null, usage: null };
  try {
    let last: Entry;
    try {
      last = await answer(parts, write, channel, turn, progress, elsewhere);
    } catch (error) {
      last = ending(turn, progress, error, (unknown) => log.error("a turn failed", {}, unknown));
    }
    channel.flush();
    await write(last);
  } catch (error) {
    channel.endText();
    giveUp(deps, channel, turn, error);
  } finally {
    clearTimeout(clock);
    unwatch?.();
    channel.end();
    hub.release(turn.conversationId);
  }

  function stop(reason: StopReason): void {
    turn.stop.abort(reason);
  }

  async function write(entry: Entry): Promise<void> {
    const { message } = await appendEntry(deps, entry);
    recent.add(turn.conversationId, message);
    if (entry.role === "assistant") channel.endText();
    hub.announce(message);
  }
}

async function answer(
  { deps, recent }: TurnParts,
  write: Write,
  channel: Channel,
  turn: Turn,
  progress: Progress,
  elsewhere: Elsewhere,
): Promise<Entry> {
  const { limits, clock } = deps;
  const { signal } = turn.stop;
  const session = turn.call.principal.sessionId;
  const messages = await recall(deps, recent, turn);
  for (let round = 0; ; round++) {
    signal.throwIfAborted();
    if (deps.sessions && !(await deps.sessions.isLive(session))) turn.stop.abort("cancelled");
    signal.throwIfAborted();
    const request = {
      call: turn.call,
      system: systemWords(clock()),
      messages,
      tools: describeTools(deps.tools),
      maxTokens: limits.maxTokens,
      temperature: limits.temperature,
      signal,
    };
    const { calls, usage } = await elsewhere(() => modelStep(turn.model, request, { ...limits, onText }));
    progress.usage = usage;
    if (calls.length === 0) return finished(turn, progress, null);
    if (round === limits.toolRounds) return finished(turn, progress, "tool_limit");
    messages.push({ role: "assistant", text: progress.text, calls });
    // Text that came before a tool call becomes an entry of its own, before the tool's.
    if (progress.text !== "") await write({ ...finished(turn, progress, "tool_calls"), turn: null });
    progress.text = "";
    progress.usage = null;
    messages.push(...(await runCalls(deps, write, turn, calls)));
  }

  function onText(text: string): void {
    progress.firstTextMs ??= performance.now() - progress.startedAt;
    progress.text += text;
    channel.text(text);
  }
}

/** What was said before, from memory where it is all there, and the question itself. */
async function recall(
  { database, keys, limits }: AssistantDeps,
  recent: RecentHistory,
  { conversationId, seq, content }: Turn,
): Promise<ModelMessage[]> {
  let earlier = seq === 1 ? [] : recent.before(conversationId, seq);
  if (!earlier) {
    const rows = await readHistory(database, conversationId, seq, limits.historyMessages - 1);
    earlier = await Promise.all(rows.map((row) => openMessage(keys, row)));
    recent.learn(conversationId, earlier, seq);
  }
  const history = historyFor(earlier, limits.historyCharacters - content.length);
  recent.add(conversationId, { seq, role: "user", content, tool: null });
  return [...history, { role: "user", text: content }];
}

function finished(turn: Turn, progress: Progress, stopped: "tool_limit" | "tool_calls" | null): Entry {
  const limitWords = "I stopped here: this question has used up the tool calls that one answer may make.";
  const content =
    stopped === "tool_limit" ? [progress.text, limitWords].filter(Boolean).join("\n\n") : progress.text;
  return {
    ...entryOf(turn, progress),
    content,
    event: {
      event: "message_sent",
      details: {
        ...metadata(turn, progress),
        characters: content.length,
        ...(stopped && { stopped }),
      },
    },
  };
}

/** The answer could not be stored. Its conversation may be gone, or closed by somebody else; else the listeners are told. */
function giveUp({ log }: AssistantDeps, channel: Channel, turn: Turn, error: unknown): void {
  if (isFailure(error, "not_found") || isFailure(error, "conflict")) return;
  log.error("an answer could not be stored", { conversation: turn.conversationId }, error);
  const failure = isFailure(error) ? error : null;
  channel.live({
    type: "error",
    code: failure?.code ?? "internal",
    message: failure?.text ?? "The answer could not be stored. Send the message again.",
    conversation_id: turn.conversationId,
  });
}

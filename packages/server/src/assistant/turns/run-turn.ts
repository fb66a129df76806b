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
import { systemWords } from "./system-words.ts";
import { describeTools, runCalls } from "./tool-round.ts";
import type { StopReason, Turn } from "./turn.ts";

/** Answers one message: model, tools, model … until there is an answer or a reason for none. Never throws. */
export async function runTurn(deps: AssistantDeps, hub: Hub, turn: Turn): Promise<void> {
  const { limits, log } = deps;
  const channel = hub.channel(turn.conversationId);
  channel.begin(turn.seq);
  const clock = setTimeout(() => stop("out_of_time"), limits.turnMs);
  const unwatch = deps.sessions?.watch(turn.call.principal.sessionId, () => stop("cancelled"));
  const progress: Progress = { text: "", startedAt: performance.now(), firstTextMs: null, usage: null };
  try {
    let last: Entry;
    try {
      last = await answer(deps, hub, channel, turn, progress);
    } catch (error) {
      last = ending(turn, progress, error, (unknown) => log.error("a turn failed", {}, unknown));
    }
    channel.flush();
    const { message } = await appendEntry(deps, last);
    channel.endText();
    hub.announce(message);
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
}

async function answer(
  deps: AssistantDeps,
  hub: Hub,
  channel: Channel,
  turn: Turn,
  progress: Progress,
): Promise<Entry> {
  const { limits, clock } = deps;
  const { signal } = turn.stop;
  const session = turn.call.principal.sessionId;
  const messages = await recall(deps, turn);
  for (let round = 0; ; round++) {
    signal.throwIfAborted();
    if (deps.sessions && !(await deps.sessions.isLive(session))) turn.stop.abort("cancelled");
    signal.throwIfAborted();
    const { calls, usage } = await modelStep(
      turn.model,
      {
        call: turn.call,
        system: systemWords(clock()),
        messages,
        tools: describeTools(deps.tools),
        maxTokens: limits.maxTokens,
        temperature: limits.temperature,
        signal,
      },
      { ...limits, onText },
    );
    progress.usage = usage;
    if (calls.length === 0) return finished(turn, progress, null);
    if (round === limits.toolRounds) return finished(turn, progress, "tool_limit");
    messages.push({ role: "assistant", text: progress.text, calls });
    await keepText(deps, hub, channel, turn, progress);
    messages.push(...(await runCalls(deps, hub, turn, calls)));
  }

  function onText(text: string): void {
    progress.firstTextMs ??= performance.now() - progress.startedAt;
    progress.text += text;
    channel.text(text);
  }
}

/** Text that came before a tool call becomes an entry of its own, before the tool's. */
async function keepText(
  deps: AssistantDeps,
  hub: Hub,
  channel: Channel,
  turn: Turn,
  progress: Progress,
): Promise<void> {
  if (progress.text !== "") {
    const { message } = await appendEntry(deps, { ...finished(turn, progress, "tool_calls"), turn: null });
    channel.endText();
    hub.announce(message);
  }
  progress.text = "";
  progress.usage = null;
}

async function recall({ database, keys, limits }: AssistantDeps, turn: Turn): Promise<ModelMessage[]> {
  const asked: ModelMessage = { role: "user", text: turn.content };
  if (turn.seq === 1) return [asked];
  const rows = await readHistory(database, turn.conversationId, turn.seq, limits.historyMessages - 1);
  const messages = await Promise.all(rows.map((row) => openMessage(keys, row)));
  return [...historyFor(messages, limits.historyCharacters - turn.content.length), asked];
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

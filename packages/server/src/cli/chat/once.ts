import type { Client, ConversationState, ConversationView } from "@entobot/client";
import { ApiError } from "@entobot/client";
import type { ConversationId } from "@entobot/contract/ids";
import { Failure } from "../../pure/failure.ts";
import { cleanLines } from "../clean-text.ts";
import type { Result } from "../command.ts";
import { renderMarkdown } from "../markdown/render-markdown.ts";
import { styleFor } from "../markdown/style.ts";
import type { World } from "../world.ts";
import { failureOf } from "./failure-of.ts";
import { describeConnection, describeError } from "./words.ts";

const connectMs = 30_000;

export interface OnceOptions {
  readonly client: Client;
  readonly world: World;
  readonly conversation: ConversationId | undefined;
  readonly model: string | undefined;
}

/** One question, one answer: for scripts. Fails rather than queues when the server cannot be reached. */
export async function askOnce(question: string, options: OnceOptions): Promise<Result> {
  const { client, world, model } = options;
  await online(client, world);
  const view = client.conversation(options.conversation);
  let asked: number;
  try {
    asked = (await view.send(question, model === undefined ? {} : { model }).acknowledged).seq;
  } catch (error) {
    throw error instanceof ApiError ? failureOf(error) : error;
  }
  const state = await answered(view, client, world, asked);
  const answer = state.entries.find(({ seq, role }) => seq > asked && role === "assistant");
  if (answer === undefined)
    throw failureOf(state.problem ?? new ApiError("internal", "There was no answer."));
  const { columns, colour, outTerminal, complain } = world.io;
  const text = outTerminal
    ? renderMarkdown(answer.content, { columns: Math.min(columns(), 100), style: styleFor(colour) }).join(
        "\n",
      )
    : cleanLines(answer.content);
  if (answer.error !== null && text !== "") complain(`${describeError(answer.error)}\n`);
  return {
    json: {
      conversation_id: state.id,
      seq: answer.seq,
      answer: answer.content,
      model: answer.model,
      usage: answer.usage,
      error: answer.error,
    },
    text: text === "" && answer.error !== null ? `${describeError(answer.error)}\n` : `${text}\n`,
    ...(answer.error === null ? {} : { exit: 69 as const }),
  };
}

function online(client: Client, world: World): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(
      () => finish(new Failure("database_unavailable", { text: "The server cannot be reached." })),
      connectMs,
    );
    const forget = client.on("state", look);
    const onStop = () => finish(new Failure("cancelled"));
    world.io.stopped.addEventListener("abort", onStop, { once: true });
    function finish(error?: Failure): void {
      clearTimeout(late);
      forget();
      world.io.stopped.removeEventListener("abort", onStop);
      if (error === undefined) resolve();
      else reject(error);
    }
    function look(): void {
      const state = client.state();
      if (state.status === "online") finish();
      if (state.status === "ended") {
        finish(new Failure("session_ended", { text: describeConnection(state, world.now()) }));
      }
    }
    look();
  });
}

/** Resolves with the first state that holds the answer to the message `asked`, or the reason why there will be none. */
function answered(
  view: ConversationView,
  client: Client,
  { io }: World,
  asked: number,
): Promise<ConversationState> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const state = view.state();
      const there = state.entries.some(({ seq, role }) => seq > asked && role === "assistant");
      if (there || (state.problem !== null && !state.busy)) finish(() => resolve(state));
    };
    const onState = client.on("state", (state) => {
      if (state.status === "ended") finish(() => reject(new Failure("session_ended")));
    });
    const unsubscribe = view.subscribe(look);
    const onStop = () => {
      view.cancel();
      finish(() => reject(new Failure("cancelled")));
    };
    io.stopped.addEventListener("abort", onStop, { once: true });
    function finish(settle: () => void): void {
      onState();
      unsubscribe();
      io.stopped.removeEventListener("abort", onStop);
      settle();
    }
    look();
  });
}

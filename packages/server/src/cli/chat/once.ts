import type { Client, ConversationView, Entry } from "@entobot/client";
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
  const { client, world } = options;
  await online(client, world);
  const view = client.conversation(options.conversation);
  const answer = await answerTo(view, question, options);
  const { columns, colour, outTerminal, complain } = world.io;
  const text = outTerminal
    ? renderMarkdown(answer.content, { columns: Math.min(columns(), 100), style: styleFor(colour) }).join(
        "\n",
      )
    : cleanLines(answer.content);
  if (answer.error !== null && text !== "") complain(`${describeError(answer.error)}\n`);
  return {
    json: {
      conversation_id: view.state().id,
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

function answerTo(view: ConversationView, question: string, options: OnceOptions): Promise<Entry> {
  const { client, world, model } = options;
  return new Promise((resolve, reject) => {
    const forget = client.on("state", (state) => {
      if (state.status === "ended")
        reject(new Failure("session_ended", { text: describeConnection(state, world.now()) }));
    });
    world.io.stopped.addEventListener(
      "abort",
      () => {
        view.cancel();
        reject(new Failure("cancelled"));
      },
      { once: true },
    );
    const { answer } = view.send(question, model === undefined ? {} : { model });
    answer
      .then(resolve, (error) => reject(error instanceof ApiError ? failureOf(error) : error))
      .finally(forget);
  });
}

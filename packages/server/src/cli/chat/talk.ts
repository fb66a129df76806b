import type { Client, ConnectionState, ConversationView } from "@entobot/client";
import type { ConversationId } from "@entobot/contract/ids";
import { Failure } from "../../pure/failure.ts";
import { styleFor } from "../markdown/style.ts";
import type { World } from "../world.ts";
import { createPresenter, type Presenter } from "./presenter.ts";
import { openPrompt } from "./prompt.ts";
import { createScreen } from "./screen.ts";
import { createSlashCommands } from "./slash-commands.ts";
import { describeConnection } from "./words.ts";

export interface TalkOptions {
  readonly client: Client;
  readonly world: World;
  readonly conversation: ConversationId | undefined;
  readonly model: string | undefined;
}

const widestText = 100;

/** The conversation in the terminal. Resolves when the person leaves; rejects when the server ended the session. */
export async function talk({ client, world, conversation, model }: TalkOptions): Promise<void> {
  const { io } = world;
  const style = styleFor(io.colour);
  const bareScreen = createScreen(io);
  const runSlash = createSlashCommands(client.api);
  const done = Promise.withResolvers<void>();
  let view: ConversationView;
  let presenter: Presenter | undefined;
  let cancelled = false;
  let inputOver = false;
  let wasOffline = false;

  const prompt = openPrompt(io, {
    line: (text) => void onLine(text.trim()),
    escape() {
      if (view.state().busy) view.cancel();
    },
    interrupt() {
      if (view.state().busy && !cancelled) {
        cancelled = true;
        view.cancel();
      } else if (prompt.isEmpty() || cancelled) done.resolve();
      else prompt.clear();
    },
    end() {
      // A pipe that ended has still its answers to get.
      inputOver = true;
      if (io.inTerminal) done.resolve();
      else arrange();
    },
  });
  /** The typed line goes off the screen before anything else is written. */
  const screen = {
    commit(lines: readonly string[]) {
      prompt.hide();
      bareScreen.commit(lines);
    },
    live(lines: readonly string[]) {
      prompt.hide();
      bareScreen.live(lines);
    },
  };

  function say(...lines: readonly string[]): void {
    screen.commit(lines);
    arrange();
  }

  /** The prompt is there whenever nothing is under way. */
  function arrange(): void {
    const { busy, waiting } = view.state();
    const underWay = waiting.some(({ failed }) => failed === null);
    if (busy || (underWay && client.state().status === "online")) {
      prompt.hide();
      return;
    }
    cancelled = false;
    if (inputOver && !underWay) done.resolve();
    else prompt.show();
  }

  function open(id: ConversationId | undefined): void {
    presenter?.stop();
    view?.close();
    view = client.conversation(id);
    const options = () => ({ columns: Math.min(io.columns(), widestText), style });
    presenter = createPresenter(view, screen, options, arrange);
    presenter.update();
  }

  async function onLine(text: string): Promise<void> {
    if (text === "") return arrange();
    if (text.startsWith("/")) {
      const outcome = await runSlash(text);
      if (outcome.quit) return done.resolve();
      if (outcome.open !== undefined) open(outcome.open);
      return say(...(outcome.say ?? []));
    }
    const { id } = view.send(text, model === undefined ? {} : { model });
    presenter?.typedHere(id);
    screen.commit([""]);
    const state = client.state();
    if (state.status !== "online") say(style.dim(describeConnection(state, world.now()) || "Connecting…"));
  }

  function onState(state: ConnectionState): void {
    prompt.setText(promptText());
    if (state.status === "ended") {
      done.reject(new Failure("session_ended", { text: describeConnection(state, world.now()) }));
    } else if (state.status === "offline" && !wasOffline) {
      wasOffline = true;
      say(style.warn(describeConnection(state, world.now())));
    } else if (state.status === "online" && wasOffline) {
      wasOffline = false;
      say(style.dim("Connected again."));
    }
  }
  const promptText = () => (client.state().status === "online" ? "› " : "(offline) › ");

  prompt.setText(promptText());
  open(conversation);
  const forget = client.on("state", onState);
  const onStop = () => done.resolve();
  io.stopped.addEventListener("abort", onStop, { once: true });
  try {
    await done.promise;
  } finally {
    io.stopped.removeEventListener("abort", onStop);
    forget();
    presenter?.stop();
    prompt.close();
    if (io.outTerminal) await io.write("\n");
  }
}

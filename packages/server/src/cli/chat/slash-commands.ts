import type { Api } from "@entobot/client";
import type { ConversationId } from "@entobot/contract/ids";
import { clean } from "../clean-text.ts";
import { minute } from "../table.ts";
import { chatHelp } from "./words.ts";

/** What a slash command does to the chat, and what it says. */
export interface SlashOutcome {
  readonly say?: readonly string[];
  readonly open?: ConversationId;
  readonly quit?: true;
}

/** Answers `/name argument`. Errors of the server are words here, not ends. */
export function createSlashCommands(api: Api | undefined): (text: string) => Promise<SlashOutcome> {
  let listed: readonly ConversationId[] = [];

  async function list(rest: Api): Promise<SlashOutcome> {
    const { items } = await rest.conversations.list({ limit: 20 });
    listed = items.map((item) => item.conversation_id);
    if (items.length === 0) return { say: ["None yet."] };
    return {
      say: items.map(
        ({ title, updated_at }, index) =>
          `${index + 1}. ${clean(title) || "(no title)"}  ${minute(updated_at)}`,
      ),
    };
  }

  return async (text) => {
    const [name = "", argument] = text.split(/\s+/);
    if (name === "/quit" || name === "/exit") return { quit: true };
    if (name === "/help") return { say: chatHelp };
    if (name === "/open") {
      const id = listed[Number(argument) - 1];
      return id === undefined ? { say: ["Say which: /conversations numbers them."] } : { open: id };
    }
    if (name !== "/new" && name !== "/conversations") {
      return { say: [`There is no ${clean(name)}. /help lists what there is.`] };
    }
    if (api === undefined) return { say: ["The server's REST address is not known here."] };
    try {
      if (name === "/conversations") return await list(api);
      const { conversation_id } = await api.conversations.create();
      return { open: conversation_id, say: ["A new conversation."] };
    } catch (error) {
      return { say: [clean((error as Error).message)] };
    }
  };
}

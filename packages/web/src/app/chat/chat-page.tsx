import type { ConversationId } from "@entobot/contract/ids";
import { useEffect, useRef, useState } from "react";
import { EmptyState } from "../../design/empty-state.tsx";
import { Spinner } from "../../design/spinner.tsx";
import { AppHeader } from "../app-header.tsx";
import { ConversationMenu } from "../conversations/conversation-menu.tsx";
import { useConversations } from "../conversations/conversations.tsx";
import { loadMarkdown } from "../markdown/markdown-text.tsx";
import { Composer } from "./composer.tsx";
import { ConnectionBar } from "./connection-bar.tsx";
import { draftOf, keepDraft } from "./drafts.ts";
import { takeFirstMessage } from "./first-message.ts";
import { ModelChoice } from "./model-choice.tsx";
import { Thread } from "./thread.tsx";
import { useConversation } from "./use-conversation.ts";

/** One conversation. Mounted anew for each id. */
export function ChatPage({ id }: { id: ConversationId }) {
  const open = useConversation(id);
  const { find, touch } = useConversations();
  const [draft, setDraft] = useState(() => draftOf(id));
  const [model, setModel] = useState<string>();
  const conversation = find(id);
  const busy = open?.state.busy === true;
  const view = open?.view;

  const send = (text: string, chosen = model) => {
    // A refusal stays in the thread beside the message; there is nothing to catch here.
    view?.send(text, chosen ? { model: chosen } : {}).acknowledged.catch(() => {});
  };
  useEffect(loadMarkdown, []);
  // Once per view, with what the page before it wrote.
  useEffect(() => {
    const first = view && takeFirstMessage(id);
    if (first) send(first.text, first.model);
  }, [view]);
  // Title and order change when a turn ends.
  const wasBusy = useRef(false);
  useEffect(() => {
    if (wasBusy.current && !busy) touch(id);
    wasBusy.current = busy;
  }, [busy]);

  const change = (text: string) => {
    setDraft(text);
    keepDraft(id, text);
  };
  return (
    <>
      <AppHeader title={conversation?.title || "Conversation"} back="/app">
        <ConversationMenu id={id} title={conversation?.title ?? ""} />
      </AppHeader>
      <ConnectionBar />
      {open && (open.state.loaded || open.state.entries.length > 0 || open.state.waiting.length > 0) ? (
        open.state.entries.length + open.state.waiting.length === 0 && !busy ? (
          <div className="grid flex-1 content-center">
            <EmptyState icon="send" title="Nothing written yet">
              Ask a question, or give the assistant something to do.
            </EmptyState>
          </div>
        ) : (
          <Thread view={open.view} state={open.state} />
        )
      ) : (
        <div className="grid flex-1 place-items-center text-ink-faint">
          <Spinner label="Loading the conversation" />
        </div>
      )}
      <Composer
        value={draft}
        onChange={change}
        busy={busy}
        onSend={() => {
          send(draft.trim());
          change("");
        }}
        onStop={() => view?.cancel()}
      >
        <ModelChoice value={model} onChange={setModel} />
      </Composer>
    </>
  );
}

import { useState } from "react";
import { ErrorNotice } from "../../design/error-notice.tsx";
import { Mark } from "../../design/mark.tsx";
import { navigate } from "../../shell/router.tsx";
import { AppHeader } from "../app-header.tsx";
import { useApi, useClient } from "../client-context.tsx";
import { useConversations } from "../conversations/conversations.tsx";
import { Composer } from "./composer.tsx";
import { ConnectionBar } from "./connection-bar.tsx";
import { draftOf, keepDraft } from "./drafts.ts";
import { giveFirstMessage } from "./first-message.ts";
import { ModelChoice } from "./model-choice.tsx";

const suggestions = ["What can you do?", "Which devices am I signed in on?", "List my files"];

/** A conversation that does not exist until its first message. */
export function NewChatPage() {
  const api = useApi();
  const name = useClient().credentials()?.user.name;
  const { refresh } = useConversations();
  const [draft, setDraft] = useState(() => draftOf("new"));
  const [model, setModel] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const change = (text: string) => {
    setDraft(text);
    keepDraft("new", text);
  };
  const start = async (text: string) => {
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      const { conversation_id } = await api.conversations.create({});
      giveFirstMessage(conversation_id, text, model);
      keepDraft("new", "");
      refresh();
      navigate(`/app/c/${conversation_id}`, { replace: true });
    } catch (reason) {
      setError(reason);
      setBusy(false);
    }
  };
  return (
    <>
      <AppHeader title="New conversation" back="/app" />
      <ConnectionBar />
      <div className="grid min-h-0 flex-1 content-center justify-items-center gap-6 overflow-y-auto px-4">
        <Mark className="size-11" />
        <p className="text-balance text-center font-semibold text-xl">
          {name ? `What can I do for you, ${name.split(" ")[0]}?` : "What can I do for you?"}
        </p>
        <ul className="flex max-w-md flex-wrap justify-center gap-2">
          {suggestions.map((text) => (
            <li key={text}>
              <button
                type="button"
                onClick={() => change(text)}
                className="min-h-10 rounded-full border border-line px-4 text-ink-soft text-sm hover:bg-hover hover:text-ink"
              >
                {text}
              </button>
            </li>
          ))}
        </ul>
        {error !== null && (
          <div className="w-full max-w-md">
            <ErrorNotice error={error} focus />
          </div>
        )}
      </div>
      <Composer
        value={draft}
        onChange={change}
        busy={busy}
        onSend={() => start(draft.trim())}
        onStop={() => {}}
      >
        <ModelChoice value={model} onChange={setModel} />
      </Composer>
    </>
  );
}

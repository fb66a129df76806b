import { useEffect, useState } from "react";
import { ErrorNotice } from "../../design/error-notice.tsx";
import { Mark } from "../../design/mark.tsx";
import { navigate } from "../../shell/router.tsx";
import { AppHeader } from "../app-header.tsx";
import { useApi, useClient, useConnection } from "../client-context.tsx";
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
  const client = useClient();
  const online = useConnection(client).status === "online";
  const name = client.credentials()?.user.name;
  const { touch } = useConversations();
  const [draft, setDraft] = useState(() => draftOf("new"));
  const [model, setModel] = useState<string>();
  const [busy, setBusy] = useState(false);
  /** Sent without a connection: the conversation is made, with what is written then, when there is one. */
  const [waiting, setWaiting] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const change = (text: string) => {
    setDraft(text);
    keepDraft("new", text);
    if (text.trim() === "") setWaiting(false);
  };
  const start = async (text: string) => {
    if (busy) return;
    setError(null);
    setWaiting(!online);
    if (!online) return;
    setBusy(true);
    try {
      const { conversation_id } = await api.conversations.create({});
      giveFirstMessage(conversation_id, text, model);
      keepDraft("new", "");
      touch(conversation_id);
      navigate(`/app/c/${conversation_id}`, { replace: true });
    } catch (reason) {
      setError(reason);
      setBusy(false);
    }
  };
  useEffect(() => {
    if (online && waiting) void start(draft.trim());
  }, [online]);
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
      {waiting && (
        <p className="mx-auto flex min-h-9 w-full max-w-3xl items-center gap-2 px-5 text-ink-soft text-sm">
          <span className="flex-1">Sent as soon as there is a connection.</span>
          <button
            type="button"
            className="min-h-9 rounded-sm px-2 font-medium text-accent"
            onClick={() => setWaiting(false)}
          >
            Do not send
          </button>
        </p>
      )}
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

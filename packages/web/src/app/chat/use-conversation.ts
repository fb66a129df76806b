import type { ConversationState, ConversationView } from "@entobot/client/conversation-state";
import type { ConversationId } from "@entobot/contract/ids";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useClient } from "../client-context.tsx";

const nothing = () => () => {};

/** Holds a conversation open while it is shown. */
export function useConversation(
  id: ConversationId,
): { view: ConversationView; state: ConversationState } | undefined {
  const client = useClient();
  const [view, setView] = useState<ConversationView>();
  useEffect(() => {
    const opened = client.conversation(id);
    setView(opened);
    return () => {
      setView(undefined);
      opened.close();
    };
  }, [client, id]);
  const state = useSyncExternalStore(view?.subscribe ?? nothing, () => view?.state());
  return view && state && { view, state };
}

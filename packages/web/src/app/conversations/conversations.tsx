import type { Conversation } from "@entobot/contract/conversations";
import type { ConversationId } from "@entobot/contract/ids";
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { useApi, useClient, useConnection } from "../client-context.tsx";

interface Conversations {
  /** Newest first. Undefined until the server answered once. */
  readonly all: readonly Conversation[] | undefined;
  readonly error: unknown;
  find(id: ConversationId): Conversation | undefined;
  refresh(): void;
  rename(id: ConversationId, title: string): Promise<void>;
  remove(id: ConversationId): Promise<void>;
}

const Context = createContext<Conversations | undefined>(undefined);

export function useConversations(): Conversations {
  const value = useContext(Context);
  if (!value) throw new Error("outside the app");
  return value;
}

/** Search by title happens here, in the client (titles are sealed on the server), so all of them are read. */
const mostPages = 50;

export function ConversationsProvider({ children }: { children: ReactNode }) {
  const api = useApi();
  const online = useConnection(useClient()).status === "online";
  const [all, setAll] = useState<readonly Conversation[]>();
  const [error, setError] = useState<unknown>(null);
  const turn = useRef(0);

  const refresh = useCallback(async () => {
    const mine = ++turn.current;
    try {
      const found: Conversation[] = [];
      let cursor: string | undefined;
      for (let page = 0; page < mostPages; page++) {
        const { items, next } = await api.conversations.list({ limit: 100, ...(cursor && { cursor }) });
        if (mine !== turn.current) return;
        found.push(...items);
        if (next === null) break;
        cursor = next;
      }
      setAll(found.sort((a, b) => b.updated_at.localeCompare(a.updated_at)));
      setError(null);
    } catch (reason) {
      if (mine === turn.current) setError(reason);
    }
  }, [api]);

  useEffect(() => {
    if (online) void refresh();
  }, [online, refresh]);

  const value = useMemo<Conversations>(
    () => ({
      all,
      error,
      find: (id) => all?.find((conversation) => conversation.conversation_id === id),
      refresh: () => void refresh(),
      rename: async (id, title) => {
        const changed = await api.conversations.rename(id, title);
        setAll((old) => old?.map((other) => (other.conversation_id === id ? changed : other)));
      },
      remove: async (id) => {
        await api.conversations.remove(id);
        setAll((old) => old?.filter((other) => other.conversation_id !== id));
      },
    }),
    [all, error, refresh, api],
  );
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

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
import { mayAskAtOnce } from "../device.ts";
import { holdsNothingNew, toTheTop, withOlder, without } from "./merge-conversations.ts";

interface Conversations {
  /** Newest first. Undefined until the server answered once. */
  readonly all: readonly Conversation[] | undefined;
  readonly error: unknown;
  find(id: ConversationId): Conversation | undefined;
  refresh(): void;
  /** Something was said in it: it is the latest now, and may have got its title. */
  touch(id: ConversationId): void;
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
  const known = useRef(all);
  known.current = all;

  /** Whether the list came. `quietly`: that it did not is no news yet. */
  const refresh = useCallback(
    async (quietly = false): Promise<boolean> => {
      const mine = ++turn.current;
      try {
        const found: Conversation[] = [];
        let cursor: string | undefined;
        for (let page = 0; page < mostPages; page++) {
          const { items, next } = await api.conversations.list({ limit: 100, ...(cursor && { cursor }) });
          if (mine !== turn.current) return true;
          found.push(...items);
          if (next === null) return show(found);
          if (known.current && holdsNothingNew(items, known.current))
            return show(withOlder(found, known.current));
          cursor = next;
        }
        return show(found);
      } catch (reason) {
        if (mine === turn.current && !quietly) setError(reason);
        return false;
      }
      function show(found: readonly Conversation[]): true {
        setAll(found);
        setError(null);
        return true;
      }
    },
    [api],
  );

  const touch = useCallback(
    async (id: ConversationId) => {
      const old = known.current?.find(({ conversation_id }) => conversation_id === id);
      // A list that says less than it could is no fault worth a word: it is read again with the next connection.
      const changed = old?.title
        ? { ...old, updated_at: new Date().toISOString() }
        : await api.conversations.get(id).catch(() => undefined);
      if (changed) setAll((list) => list && toTheTop(changed, list));
    },
    [api],
  );

  // Beside the socket's sign-in, not after it; the first connection then finds it done.
  const early = useRef<Promise<boolean>>(undefined);
  useEffect(() => {
    early.current = mayAskAtOnce().then((may) => may && refresh(true));
  }, [refresh]);
  useEffect(() => {
    if (!online) return;
    const first = early.current;
    early.current = undefined;
    void (first ?? Promise.resolve(false)).then((came) => came || refresh());
  }, [online, refresh]);

  const value = useMemo<Conversations>(
    () => ({
      all,
      error,
      find: (id) => all?.find((conversation) => conversation.conversation_id === id),
      refresh: () => void refresh(),
      touch: (id) => void touch(id),
      rename: async (id, title) => {
        const changed = await api.conversations.rename(id, title);
        setAll((old) => old?.map((other) => (other.conversation_id === id ? changed : other)));
      },
      remove: async (id) => {
        await api.conversations.remove(id);
        setAll((old) => old && without(id, old));
      },
    }),
    [all, error, refresh, touch, api],
  );
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

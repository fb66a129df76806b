import type { Conversation } from "@entobot/contract/conversations";
import { useMemo, useRef, useState } from "react";
import { EmptyState } from "../../design/empty-state.tsx";
import { ErrorNotice } from "../../design/error-notice.tsx";
import { Icon } from "../../design/icon.tsx";
import { Mark } from "../../design/mark.tsx";
import { SkeletonRows } from "../../design/skeleton.tsx";
import { dayWord } from "../../design/time.tsx";
import { WindowedRows } from "../../design/windowed-rows.tsx";
import { Link, usePath } from "../../shell/router.tsx";
import { ConnectionBar } from "../chat/connection-bar.tsx";
import { useClient, useConnection } from "../client-context.tsx";
import { useConversations } from "./conversations.tsx";

/**
 * All conversations, with search by title and the way to a new one under the thumb. `alone`: the whole screen of a
 * phone, where nobody else says that there is no connection.
 */
export function ConversationList({ alone = false }: { alone?: boolean }) {
  const { all, error, refresh } = useConversations();
  const connection = useConnection(useClient());
  const away =
    connection.status === "offline" || (connection.status === "connecting" && connection.attempt > 1);
  const [search, setSearch] = useState("");
  const found = useMemo(() => {
    const words = search.trim().toLocaleLowerCase();
    return all?.filter(({ title }) => (title || "Conversation").toLocaleLowerCase().includes(words));
  }, [all, search]);
  return (
    <nav aria-label="Conversations" className="flex h-full flex-col">
      <div className="flex h-14 shrink-0 items-center justify-between pr-2 pl-4 mt-[env(safe-area-inset-top)]">
        <span className="flex items-center gap-2.5 font-semibold">
          <Mark className="size-7" />
          Entobot
        </span>
        <Link
          to="/app/settings"
          aria-label="Settings"
          title="Settings"
          className="grid size-11 place-items-center rounded-md text-ink-soft hover:bg-hover"
        >
          <Icon name="settings" />
        </Link>
      </div>
      <div className="px-3 pb-2">
        <label className="flex min-h-10 items-center gap-2 rounded-md bg-sunken px-3 text-ink-soft focus-within:outline-2 focus-within:outline-accent">
          <Icon name="search" className="size-4" />
          <input
            type="search"
            placeholder="Search titles"
            aria-label="Search titles"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            className="min-w-0 flex-1 bg-transparent py-2 text-base text-ink outline-none placeholder:text-ink-faint md:text-sm"
          />
        </label>
      </div>
      {alone && <ConnectionBar />}
      {away && !all ? (
        <div className="flex-1">
          <EmptyState icon="offline" title="Not connected">
            Conversations are kept on the server, not here. They appear as soon as it answers.
          </EmptyState>
        </div>
      ) : error !== null && !all ? (
        <div className="flex-1 px-3">
          <ErrorNotice error={error} onRetry={refresh} />
        </div>
      ) : found === undefined ? (
        <div className="flex-1">
          <SkeletonRows />
        </div>
      ) : found.length === 0 ? (
        <div className="flex-1">
          <EmptyState icon="list" title={search ? "No title contains this" : "No conversations yet"}>
            {search
              ? "Titles are searched, not messages."
              : "They appear here as soon as you write the first message."}
          </EmptyState>
        </div>
      ) : (
        <Rows conversations={found} />
      )}
      <div className="p-3 pb-[max(0.75rem,env(safe-area-inset-bottom))]">
        <Link
          to="/app/new"
          className="flex min-h-11 items-center justify-center gap-2 rounded-md bg-accent font-medium text-on-accent text-sm hover:bg-accent-strong"
        >
          <Icon name="add" className="size-4" />
          New conversation
        </Link>
      </div>
    </nav>
  );
}

function Rows({ conversations }: { conversations: readonly Conversation[] }) {
  const path = usePath();
  const scroller = useRef<HTMLDivElement>(null);
  const keys = useMemo(() => conversations.map((item) => item.conversation_id as string), [conversations]);
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto px-2 [overflow-anchor:none]">
      <WindowedRows
        scroller={scroller}
        keys={keys}
        startAt="top"
        guess={48}
        row={(index) => {
          const item = conversations[index];
          if (!item) return null;
          const to = `/app/c/${item.conversation_id}`;
          return (
            <Link
              to={to}
              aria-current={path === to ? "page" : undefined}
              className="flex min-h-12 items-center gap-2 rounded-md px-3 hover:bg-hover aria-[current]:bg-accent-wash"
            >
              <span className="min-w-0 flex-1 truncate">{item.title || "Conversation"}</span>
              <span className="shrink-0 text-ink-faint text-xs">{dayWord(item.updated_at)}</span>
            </Link>
          );
        }}
      />
    </div>
  );
}

import type { ConversationId } from "@entobot/contract/ids";
import { Suspense, useSyncExternalStore } from "react";
import { lazyPage } from "../shell/lazy-page.ts";
import { matchPath, usePath } from "../shell/router.tsx";
import { ConversationList } from "./conversations/conversation-list.tsx";

// The list is what one sees first; the rest (Markdown above all) comes while it is looked at.
const ChatPage = lazyPage(() => import("./chat/chat-page.tsx").then((file) => file.ChatPage));
const NewChatPage = lazyPage(() => import("./chat/new-chat-page.tsx").then((file) => file.NewChatPage));
const SettingsPage = lazyPage(() => import("./settings/settings-page.tsx").then((file) => file.SettingsPage));

function page(path: string) {
  const chat = matchPath("/app/c/:id", path);
  if (chat?.["id"]) return <ChatPage key={chat["id"]} id={chat["id"] as ConversationId} />;
  if (path === "/app/settings") return <SettingsPage />;
  // On a wide screen the place beside the list is never empty.
  return <NewChatPage />;
}

/** A phone shows the list or one page; a wide screen shows both. */
export function AppLayout() {
  const path = usePath();
  const wide = useWide();
  const listOnly = !wide && /^\/app\/?$/.test(path);
  return (
    <div className="flex h-dvh overflow-hidden">
      {listOnly && (
        <main className="w-full">
          <h1 className="sr-only">Conversations</h1>
          <ConversationList alone />
        </main>
      )}
      {wide && (
        <aside className="w-72 shrink-0 border-line border-r lg:w-80">
          <ConversationList />
        </aside>
      )}
      {!listOnly && (
        <main className="flex min-w-0 flex-1 flex-col bg-surface">
          <Suspense>{page(path)}</Suspense>
        </main>
      )}
    </div>
  );
}

const wideScreen = matchMedia("(min-width: 48rem)");
const subscribe = (listener: () => void) => {
  wideScreen.addEventListener("change", listener);
  return () => wideScreen.removeEventListener("change", listener);
};
const useWide = () => useSyncExternalStore(subscribe, () => wideScreen.matches);

import type { ConversationState, ConversationView } from "@entobot/client/conversation-state";
import { useCallback, useMemo, useRef, useState } from "react";
import { ErrorNotice } from "../../design/error-notice.tsx";
import { Icon } from "../../design/icon.tsx";
import { ScrollBox } from "../../design/scroll-box.tsx";
import { WindowedRows } from "../../design/windowed-rows.tsx";
import { questionBefore, threadItems } from "./thread-items.ts";
import { type RowActions, ThreadRow } from "./thread-row.tsx";

/** The messages of one conversation. Reads earlier ones as they come into sight. */
export function Thread({ view, state }: { view: ConversationView; state: ConversationState }) {
  const scroller = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const items = useMemo(() => threadItems(state), [state]);
  const keys = useMemo(() => items.map((item) => item.key), [items]);
  const latest = useRef(state);
  latest.current = state;
  const actions = useMemo<RowActions>(
    () => ({
      askAgain: (seq) => {
        const question = questionBefore(latest.current.entries, seq);
        if (question !== undefined) view.send(question).acknowledged.catch(() => {});
      },
      retry: (id) => view.retry(id),
      dismiss: (id) => view.dismiss(id),
    }),
    [view],
  );
  const loading = useRef(false);
  const loadEarlier = useCallback(() => {
    if (loading.current || !latest.current.hasEarlier) return;
    loading.current = true;
    view
      .loadEarlier()
      .catch(() => {})
      .finally(() => {
        loading.current = false;
      });
  }, [view]);
  return (
    <div className="relative min-h-0 flex-1">
      <ScrollBox
        boxRef={scroller}
        label="Messages"
        className="h-full overflow-y-auto overscroll-contain py-3 [overflow-anchor:none] focus-visible:outline-offset-[-2px]"
      >
        <WindowedRows
          scroller={scroller}
          keys={keys}
          row={(index) => {
            const item = items[index];
            return item && <ThreadRow item={item} actions={actions} />;
          }}
          onReachStart={loadEarlier}
          onEndVisible={setAtEnd}
        />
        {state.problem && (
          <div className="mx-auto max-w-3xl px-4 py-2">
            <ErrorNotice error={state.problem} />
          </div>
        )}
      </ScrollBox>
      {!atEnd && (
        <button
          type="button"
          aria-label="Go to the newest message"
          title="Go to the newest message"
          onClick={() => scroller.current?.scrollTo({ top: scroller.current.scrollHeight })}
          className="absolute right-4 bottom-3 grid size-11 place-items-center rounded-full border border-line bg-raised shadow-floating"
        >
          <Icon name="down" />
        </button>
      )}
      <Announcer state={state} />
    </div>
  );
}

/** Reads a finished answer aloud once; the growing text itself would be read over and over. */
function Announcer({ state }: { state: ConversationState }) {
  const [mounted] = useState(() => state.entries.at(-1)?.seq ?? 0);
  const last = state.entries.findLast((entry) => entry.role === "assistant");
  return (
    <div role="status" className="sr-only">
      {last && last.seq > mounted ? last.content.slice(0, 2_000) : ""}
    </div>
  );
}

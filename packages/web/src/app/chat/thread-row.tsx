import { memo } from "react";
import { Spinner } from "../../design/spinner.tsx";
import { MarkdownText } from "../markdown/markdown-text.tsx";
import { AnswerRow } from "./answer-row.tsx";
import { OwnMessage } from "./own-message.tsx";
import type { ThreadItem } from "./thread-items.ts";
import { ToolRow } from "./tool-row.tsx";
import { WaitingRow } from "./waiting-row.tsx";

export interface RowActions {
  readonly askAgain: (seq: number) => void;
  readonly retry: (id: string) => void;
  readonly dismiss: (id: string) => void;
}

/** One row of the thread. Rows of other items do not render again while an answer grows. */
export const ThreadRow = memo(
  function ThreadRow({ item, actions }: { item: ThreadItem; actions: RowActions }) {
    return (
      <div className="mx-auto w-full max-w-3xl px-4 py-2">
        <Content item={item} actions={actions} />
      </div>
    );
  },
  (before, after) => before.actions === after.actions && sameItem(before.item, after.item),
);

function sameItem(a: ThreadItem, b: ThreadItem): boolean {
  if (a.kind === "entry") return b.kind === "entry" && a.entry === b.entry && a.last === b.last;
  if (a.kind === "waiting") return b.kind === "waiting" && a.waiting === b.waiting;
  return b.kind === "streaming" && a.text === b.text;
}

function Content({ item, actions }: { item: ThreadItem; actions: RowActions }) {
  if (item.kind === "waiting") {
    return <WaitingRow waiting={item.waiting} retry={actions.retry} dismiss={actions.dismiss} />;
  }
  if (item.kind === "streaming") {
    return item.text === "" ? (
      <div className="flex min-h-6 items-center text-ink-faint">
        <Spinner label="The assistant is thinking" className="size-4" />
      </div>
    ) : (
      <MarkdownText text={item.text} />
    );
  }
  const { entry } = item;
  if (entry.role === "user") return <OwnMessage text={entry.content} />;
  if (entry.role === "tool" && entry.tool) return <ToolRow tool={entry.tool} />;
  return <AnswerRow entry={entry} last={item.last} askAgain={actions.askAgain} />;
}

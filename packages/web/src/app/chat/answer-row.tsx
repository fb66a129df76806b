import type { Entry } from "@entobot/client/conversation-state";
import { useState } from "react";
import { Icon, type IconName } from "../../design/icon.tsx";
import { wordsForCode } from "../../shell/words-for-errors.ts";
import { MarkdownText } from "../markdown/markdown-text.tsx";

/** A finished answer, with what can be done about it. One that did not finish says why. */
export function AnswerRow({
  entry,
  last,
  askAgain,
}: {
  entry: Entry;
  last: boolean;
  askAgain: (seq: number) => void;
}) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(entry.content);
    setCopied(true);
    setTimeout(() => setCopied(false), 2_000);
  };
  const words = entry.error === null ? null : wordsForCode(entry.error);
  return (
    <article aria-label="Answer">
      {entry.content !== "" && <MarkdownText text={entry.content} />}
      {words && (
        <p className="mt-2 flex gap-2 rounded-md bg-warn-wash px-3 py-2 text-sm">
          <Icon name="warning" className="mt-0.5 size-4 text-warn" />
          <span>
            <span className="font-medium">{words.title}.</span> {words.advice}
          </span>
        </p>
      )}
      <div className="-ml-2.5 mt-0.5 flex text-ink-faint">
        {entry.content !== "" && (
          <SmallAction
            icon={copied ? "check" : "copy"}
            label={copied ? "Copied" : "Copy answer"}
            onClick={copy}
          />
        )}
        {last && <SmallAction icon="retry" label="Ask again" onClick={() => askAgain(entry.seq)} />}
      </div>
    </article>
  );
}

function SmallAction({ icon, label, onClick }: { icon: IconName; label: string; onClick: () => void }) {
  return (
    <button
      type="button"
      title={label}
      aria-label={label}
      onClick={onClick}
      className="grid size-9 place-items-center rounded-md hover:bg-hover hover:text-ink"
    >
      <Icon name={icon} className="size-4" />
    </button>
  );
}

import type { ToolActivity } from "@entobot/contract/conversations";
import { Badge, type Tone } from "../../design/badge.tsx";
import { Icon } from "../../design/icon.tsx";
import { ScrollBox } from "../../design/scroll-box.tsx";

const outcomes: Record<ToolActivity["outcome"], { word: string; tone: Tone }> = {
  executed: { word: "done", tone: "neutral" },
  denied: { word: "not allowed", tone: "warn" },
  failed: { word: "failed", tone: "bad" },
};

/** A tool that the assistant used, folded: its name and outcome; inside, what it was given and what it answered. */
export function ToolRow({ tool }: { tool: ToolActivity }) {
  const { word, tone } = outcomes[tool.outcome];
  return (
    <details className="group rounded-lg border border-line text-sm">
      <summary className="flex min-h-11 items-center gap-2 rounded-lg px-3 hover:bg-hover">
        <Icon name="tool" className="size-4 text-ink-soft" />
        <span className="min-w-0 flex-1 truncate">
          Used <span className="font-mono">{tool.name}</span>
        </span>
        <Badge tone={tone}>{word}</Badge>
        <Icon name="chevron" className="size-4 text-ink-faint transition-transform group-open:rotate-90" />
      </summary>
      <dl className="grid gap-2 border-line border-t p-3">
        <dt className="text-ink-soft text-xs">Given</dt>
        <dd>
          <Verbatim text={JSON.stringify(tool.arguments, null, 2)} label="What the tool was given" />
        </dd>
        <dt className="text-ink-soft text-xs">Answered</dt>
        <dd>
          <Verbatim text={tool.result} label="What the tool answered" />
        </dd>
      </dl>
    </details>
  );
}

function Verbatim({ text, label }: { text: string; label: string }) {
  return (
    <ScrollBox label={label} className="max-h-60 overflow-auto rounded-md bg-sunken p-2">
      <pre className="whitespace-pre-wrap font-mono text-xs">{text}</pre>
    </ScrollBox>
  );
}

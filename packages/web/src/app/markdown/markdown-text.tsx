import { type ComponentType, useEffect, useSyncExternalStore } from "react";

// Half of the app's code reads Markdown. A conversation can be read and written in before that is here.
let Markdown: ComponentType<{ text: string }> | undefined;
let asked = false;
const listeners = new Set<() => void>();

export function loadMarkdown(): void {
  if (asked) return;
  asked = true;
  import("./markdown.tsx").then(
    (file) => {
      Markdown = file.Markdown;
      for (const listener of listeners) listener();
    },
    () => {
      // The words stand there all the same; the next row asks again.
      asked = false;
    },
  );
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

const charactersShown = 16_000;

/** A model's words: as they were written until their Markdown can be read. */
export function MarkdownText({ text }: { text: string }) {
  const Ready = useSyncExternalStore(subscribe, () => Markdown);
  useEffect(loadMarkdown, []);
  if (Ready) return <Ready text={text} />;
  return (
    <div className="prose" aria-busy>
      <p className="whitespace-pre-wrap">{text.slice(0, charactersShown)}</p>
    </div>
  );
}
